import {
  Coins,
  DoorOpen,
  FolderPen,
  Link2,
  type LucideIcon,
  Merge,
  Split,
  Stethoscope,
  TriangleAlert,
} from 'lucide-react'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { type CaseWords, categoryName, useCategories } from './sheet.ts'

const deeds = [
  ...(['stage_open', 'stage_waiting_customer', 'stage_on_hold', 'stage_solved'] as const),
  ...(['closing_soon', 'category_changed', 'priority_changed', 'unlink_done', 'promise_broken'] as const),
  ...(['merged_from', 'merged_into', 'split_from', 'split_to'] as const),
  ...(['joined_guest', 'joined_customer'] as const),
  ...(['diagnosis_accepted', 'diagnosis_rejected'] as const),
  ...(['money_paid', 'money_received', 'money_settled', 'money_refused', 'money_reversed'] as const),
] as const
type Deed = (typeof deeds)[number]

const iconsByBeginning: readonly [string, LucideIcon][] = [
  ['money_', Coins],
  ['merged_', Merge],
  ['split_', Split],
  ['joined_', Merge],
  ['diagnosis_', Stethoscope],
  ['promise_', TriangleAlert],
  ['closing_', DoorOpen],
  ['link_', Link2],
  ['unlink_', Link2],
]

function deedOf(action: string | null): Deed | 'linked' | undefined {
  return action?.startsWith('link_') ? 'linked' : deeds.find((deed) => deed === action)
}

/** Whether this entry tells of the case itself, and is told here. */
export function isCaseDeed(event: TimelineEvent): boolean {
  return event.kind === 'action' && deedOf(event.action) !== undefined
}

/** Something that was done with the case, or became of its money: one quiet line. */
export function CaseDeed({ event, time }: { event: TimelineEvent; time: string }) {
  const { t, language } = useWords('cases')
  const categories = useCategories()
  const deed = deedOf(event.action)!
  const Icon = iconsByBeginning.find(([beginning]) => event.action!.startsWith(beginning))?.[1] ?? FolderPen
  const text = event.text ?? ''
  const said = deed === 'category_changed' ? categoryName(categories, text, language) : sayFigure(deed, text, t)
  return (
    <li className="flex items-baseline gap-2 py-0.5 text-13 text-ink-soft">
      <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 self-start" />
      <span className="min-w-0">
        {t(`deed.${deed}`, { name: event.author.name, text: said })}
        {deed === 'stage_on_hold' && text && <span>: {text}</span>}
      </span>
      <span className="figures shrink-0">{time}</span>
    </li>
  )
}

/** A stored name in words: a priority, a promise, a rule. What has none is said as it is. */
function sayFigure(deed: Deed | 'linked', text: string, t: CaseWords): string {
  const path =
    deed === 'priority_changed'
      ? `priority.${text}`
      : deed === 'promise_broken'
        ? `measure.${text}`
        : deed.startsWith('diagnosis_')
          ? `rule.${text}`
          : undefined
  return path ? t(path as 'priority.low', { defaultValue: text }) : text
}
