import type { Wallboard } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { BigFigure, BigFigures } from './BigFigure.tsx'
import { formatSeconds, formatShare, shareOf } from './figures.ts'

/** The operator's day so far, and whether the waits came true that people were told. */
export function Today({ today }: { today: Wallboard['today'] }) {
  const { t } = useWords('supervision')
  const { kept, broken } = today.firstReplies
  return (
    <>
      <Section title={t('today.title')}>
        <BigFigures>
          <BigFigure name={t('today.conversations')}>{today.conversations}</BigFigure>
          <BigFigure name={t('today.served')}>{today.served}</BigFigure>
          <BigFigure name={t('today.left')}>{today.left}</BigFigure>
          <BigFigure name={t('today.median')}>{formatSeconds(today.medianWaitSeconds)}</BigFigure>
          <BigFigure name={t('today.ninetieth')}>{formatSeconds(today.ninetiethWaitSeconds)}</BigFigure>
          <BigFigure name={t('today.first_reply')} about={t('today.of', { part: kept, all: kept + broken })}>
            {formatShare(shareOf(kept, broken))}
          </BigFigure>
        </BigFigures>
      </Section>
      <Section title={t('coverage.title')}>
        <p className="text-15 text-ink-soft">
          {t('coverage.about', { promised: formatShare(today.promisedCoverage) })}
        </p>
        {today.coverage.length === 0 ? (
          <p>{t('coverage.nobody')}</p>
        ) : (
          <List label={t('coverage.title')}>
            {today.coverage.map(({ team, told, inside, early, late, share }) => (
              <li key={team ?? ''} className={rowClass}>
                <RowContent
                  title={team ?? t('coverage.no_team')}
                  about={t('coverage.counts', { early, late })}
                  after={<span className="figures text-20 font-bold wide:text-26">{formatShare(share)}</span>}
                  afterAbout={t('today.of', { part: inside, all: told })}
                />
              </li>
            ))}
          </List>
        )}
      </Section>
    </>
  )
}
