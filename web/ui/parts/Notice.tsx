import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'

export type Meaning = 'good' | 'warn' | 'bad' | 'info'

export const meaningIcons: Record<Meaning, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  info: Info,
}
export const meaningInks: Record<Meaning, string> = {
  good: 'text-good',
  warn: 'text-warn',
  bad: 'text-bad',
  info: 'text-info',
}
export const meaningGrounds: Record<Meaning, string> = {
  good: 'bg-good-soft',
  warn: 'bg-warn-soft',
  bad: 'bg-bad-soft',
  info: 'bg-info-soft',
}

type NoticeProps = { meaning: Meaning; title: string; children?: ReactNode; action?: ReactNode }

/** A short message within the page. Its meaning is in the words and the icon; the colour only agrees. */
export function Notice({ meaning, title, children, action }: NoticeProps) {
  const Icon = meaningIcons[meaning]
  return (
    <section
      role={meaning === 'bad' ? 'alert' : 'status'}
      className={classes('flex gap-3 rounded-card px-4 py-3', meaningGrounds[meaning])}
    >
      <Icon
        aria-hidden
        size="1.375rem"
        strokeWidth={1.75}
        className={classes('mt-0.5 shrink-0', meaningInks[meaning])}
      />
      <div className="min-w-0 flex-1">
        <p className={classes('font-strong', meaningInks[meaning])}>{title}</p>
        {children && <div className="text-15 text-ink">{children}</div>}
        {action && <div className="mt-2">{action}</div>}
      </div>
    </section>
  )
}
