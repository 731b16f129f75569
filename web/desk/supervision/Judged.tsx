import type { Report } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatSeconds, formatShare, shareOf } from './figures.ts'

const measures = ['first_reply', 'next_reply', 'resolution'] as const

/** Promises kept, and how often agents found a proposed cause to be right. */
export function Judged({ report: { service, diagnosis } }: { report: Report }) {
  const { t } = useWords('supervision')
  const cases = useWords('cases')
  return (
    <>
      <Section title={t('service.title')}>
        <List label={t('service.title')}>
          {measures.map((measure) => {
            const rows = service.filter((row) => row.measure === measure)
            const met = rows.reduce((sum, row) => sum + row.met, 0)
            const breached = rows.reduce((sum, row) => sum + row.breached, 0)
            const slowest = Math.max(0, ...rows.map((row) => row.medianSeconds ?? 0))
            return (
              <li key={measure} className={rowClass}>
                <RowContent
                  title={t(`service.${measure}`)}
                  about={slowest > 0 && t('service.slowest', { time: formatSeconds(slowest) })}
                  after={<span className="figures text-20 font-bold">{formatShare(shareOf(met, breached))}</span>}
                  afterAbout={t('today.of', { part: met, all: met + breached })}
                />
              </li>
            )
          })}
        </List>
      </Section>
      {diagnosis.length > 0 && (
        <Section title={t('diagnosis.title')}>
          <List label={t('diagnosis.title')}>
            {diagnosis.map(({ rule, proposed, accepted, rejected }) => (
              <li key={rule} className={rowClass}>
                <RowContent
                  title={cases.t(`rule.${rule}` as 'rule.balance_too_low', { defaultValue: rule })}
                  about={t('diagnosis.proposed', { count: proposed })}
                  after={<span className="figures text-20 font-bold">{formatShare(shareOf(accepted, rejected))}</span>}
                  afterAbout={t('today.of', { part: accepted, all: accepted + rejected })}
                />
              </li>
            ))}
          </List>
        </Section>
      )}
    </>
  )
}
