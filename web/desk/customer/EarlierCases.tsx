import type { InboxRow } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { formatDate } from '../../ui/time.ts'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Section } from '../parts/Section.tsx'

type CaseLine = Pick<InboxRow, 'caseId' | 'number' | 'topic' | 'state' | 'updatedAt'>

export function EarlierCases({ cases }: { cases: readonly CaseLine[] }) {
  const { t, language } = useWords('desk')
  const go = useGo()
  return (
    <Section title={t('earlier.title')}>
      {cases.length === 0 && <p className="text-13 text-ink-soft">{t('earlier.none')}</p>}
      <ul className="-mx-2 flex flex-col empty:hidden">
        {cases.map((row) => (
          <li key={row.caseId}>
            <button
              type="button"
              onClick={() => go(conversationPath(row.caseId))}
              className="moves flex w-full items-center gap-3 rounded-input px-2 py-2 text-left hover:bg-sunk focus-visible:-outline-offset-2"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-strong">{t(`topic.${row.topic}`)}</span>
                <span className="block truncate text-13 text-ink-soft tabular-nums">
                  {row.number} · {formatDate(row.updatedAt, language)}
                </span>
              </span>
              <Badge>{t(`earlier.${row.state}`)}</Badge>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
