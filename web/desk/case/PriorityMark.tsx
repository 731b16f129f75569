import { Flag } from 'lucide-react'
import type { CasePriority } from '../../../contract/cases.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'

/** Says that a case is more urgent than others; the ordinary ones say nothing. */
export function PriorityMark({ priority }: { priority: CasePriority }) {
  const { t } = useWords('cases')
  if (priority === 'low' || priority === 'normal') return null
  return (
    <span
      className={classes(
        'inline-flex shrink-0 items-center gap-1',
        priority === 'urgent' ? 'font-strong text-warn' : 'text-ink-soft',
      )}
    >
      <Flag aria-hidden size="1.1em" strokeWidth={2} />
      <span className={priority === 'urgent' ? 'sr-only desktop:not-sr-only' : 'sr-only'}>
        {t(`priority.${priority}`)}
      </span>
    </span>
  )
}
