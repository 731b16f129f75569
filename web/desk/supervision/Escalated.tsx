import { Link } from '@tanstack/react-router'
import { ChevronRight } from 'lucide-react'
import type { WallEscalation } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatSpan } from '../case/duration.ts'
import { conversationPath } from '../frame/address.ts'
import { useNow } from '../frame/clock.ts'
import { listenPath } from './supervision.ts'

/** Cases whose promised time is over, the longest first; nothing where every promise is kept. */
export function Escalated({ escalated }: { escalated: WallEscalation[] }) {
  const { t } = useWords('supervision')
  if (escalated.length === 0) return null
  return (
    <Section title={t('escalated.title')}>
      <List label={t('escalated.title')}>
        {escalated.map((one) => (
          <EscalatedLine key={one.caseId} escalation={one} />
        ))}
      </List>
    </Section>
  )
}

function EscalatedLine({ escalation }: { escalation: WallEscalation }) {
  const { t } = useWords('supervision')
  const desk = useWords('desk')
  const cases = useWords('cases')
  const now = useNow()
  const { caseId, number, topic, measure, brokenAt, agent } = escalation
  return (
    <li>
      <Link to={(agent ? listenPath(caseId) : conversationPath(caseId)) as never} className={rowPressClass}>
        <RowContent
          title={<span className="figures">{number}</span>}
          about={[desk.t(`topic.${topic}`), agent ?? t('escalated.nobody')].join(' · ')}
          after={
            <span className="figures font-strong text-warn">
              {formatSpan(Math.max(0, now.getTime() - Date.parse(brokenAt)), cases.t)}
            </span>
          }
          afterAbout={cases.t(`measure.${measure}`)}
        />
        <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      </Link>
    </li>
  )
}
