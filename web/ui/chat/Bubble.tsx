import { Check, CheckCheck, CircleAlert, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'

export type Delivery = 'sending' | 'sent' | 'seen' | 'not_sent'

const deliveryIcons = { sending: Clock, sent: Check, seen: CheckCheck, not_sent: CircleAlert } as const

type BubbleProps = {
  /** `own` stands at the right; `note` is for colleagues only and looks like a slip of paper. */
  side: 'own' | 'other' | 'note'
  /** Name of the writer; shown above the first of several in a row. */
  author?: string | undefined
  time: string
  delivery?: Delivery | undefined
  /** Pictures above the text. */
  pictures?: ReactNode
  children?: ReactNode
  /** Under a message that was not sent: send again, take back. */
  actions?: ReactNode
}

const papers = {
  own: 'rounded-card rounded-br-tag bg-accent-soft',
  other: 'rounded-card rounded-bl-tag border border-line bg-surface',
  note: 'rounded-card rounded-br-tag border border-dashed border-warn bg-warn-soft',
} as const

/** One message of a conversation. */
export function Bubble({ side, author, time, delivery, pictures, children, actions }: BubbleProps) {
  const { t } = useWords()
  const Icon = delivery && deliveryIcons[delivery]
  return (
    <li className={classes('flex flex-col gap-0.5', side === 'other' ? 'items-start' : 'items-end')}>
      {(author || side === 'note') && (
        <p className="px-1 text-13 font-strong text-ink-soft">
          {side === 'note' ? [t('chat.note'), author].filter(Boolean).join(' · ') : author}
        </p>
      )}
      <div className={classes('flex max-w-[85%] flex-col gap-2 px-3.5 py-2', papers[side])}>
        {pictures}
        {children && <div className="wrap-anywhere whitespace-pre-wrap">{children}</div>}
      </div>
      <p className="flex items-center gap-1 px-1 text-13 text-ink-soft tabular-nums">
        {time}
        {Icon && (
          <span
            className={classes('inline-flex items-center gap-1', delivery === 'not_sent' && 'font-strong text-bad')}
          >
            <span aria-hidden>·</span>
            <Icon aria-hidden size="1.15em" strokeWidth={2} />
            {t(`chat.${delivery}`)}
          </span>
        )}
      </p>
      {actions && <div className="flex gap-1">{actions}</div>}
    </li>
  )
}
