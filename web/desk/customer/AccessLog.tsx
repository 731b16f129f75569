import type { CustomerView } from '../../../contract/console.ts'
import { deedWord } from '../../ui/deed.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoment } from '../../ui/time.ts'
import { Section } from '../parts/Section.tsx'

/** Who looked at or changed the account: what the customer can read too. */
export function AccessLog({ entries }: { entries: CustomerView['accessLog'] }) {
  const { t, language } = useWords('desk')
  if (!entries) return null
  return (
    <Section title={t('record.title')}>
      <p className="text-13 text-ink-soft">{t('record.text')}</p>
      <ul className="flex flex-col gap-2 empty:hidden">
        {entries.map((entry) => (
          <li key={`${entry.at} ${entry.action}`} className="text-13">
            <span className="block font-strong">{t(`access.${deedWord(entry.action)}`)}</span>
            <span className="block text-ink-soft tabular-nums">
              {entry.actor} · {formatMoment(entry.at, language)}
            </span>
            {entry.reason && (
              <span className="block wrap-anywhere text-ink-soft">{t('did.reason', { reason: entry.reason })}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
