import { PenLine } from 'lucide-react'
import type { InboxRow } from '../../../contract/desk.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { CountBadge } from '../../ui/parts/Badge.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { KeyHint } from '../../ui/parts/KeyHint.tsx'
import { formatDay, formatTime } from '../../ui/time.ts'
import { ClockMark } from '../case/ClockMark.tsx'
import { PriorityMark } from '../case/PriorityMark.tsx'
import { useHasDraft } from '../conversation/drafts.ts'
import { useNow } from '../frame/clock.ts'
import { WaitClock } from './WaitClock.tsx'

type RowProps = {
  row: InboxRow
  open: boolean
  /** It has left this list and stays until the pointer has. */
  gone: boolean
  unread: number
  /** Figure of the key that opens it. */
  digit?: number | undefined
  onOpen: () => void
}

/** One person in the inbox. Its height never changes, whatever it says. */
export function Row({ row, open, gone, unread, digit, onOpen }: RowProps) {
  const { t } = useWords('desk')
  return (
    <button
      type="button"
      data-case={row.caseId}
      aria-current={open ? 'page' : undefined}
      onClick={onOpen}
      className={classes(
        'moves flex h-17 w-full items-stretch gap-3 pr-3 text-left focus-visible:-outline-offset-2',
        open ? 'bg-accent-soft' : 'hover:bg-sunk',
      )}
    >
      <span aria-hidden className={classes('w-1 shrink-0', open && 'bg-accent')} />
      <span className="flex min-w-0 flex-1 flex-col justify-center gap-0.5">
        <span className="flex items-center gap-2">
          <span className={classes('truncate', gone ? 'text-ink-soft' : unread > 0 ? 'font-bold' : 'font-strong')}>
            {row.customerName}
          </span>
          <CountBadge count={unread} words={t('inbox.unread', { count: unread })} />
          <span className="flex-1" />
          {row.waitingSince && !gone ? <WaitClock since={row.waitingSince} /> : <LastNews at={row.updatedAt} />}
        </span>
        <span className="flex items-center gap-2 text-13 text-ink-soft">
          {gone ? <span>{t('inbox.gone')}</span> : <Second row={row} />}
          <span className="flex-1" />
          {!gone && <PriorityMark priority={row.priority} />}
          {row.promise && !gone && <ClockMark clock={row.promise} short />}
          {digit !== undefined && (
            <span aria-hidden className="hidden shrink-0 desktop:inline">
              <KeyHint keys={String(digit)} />
            </span>
          )}
        </span>
      </span>
    </button>
  )
}

function Second({ row }: { row: InboxRow }) {
  const { t } = useWords('desk')
  if (useHasDraft(row.caseId)) {
    return (
      <span className="inline-flex min-w-0 items-center gap-1 text-info">
        <PenLine aria-hidden size="1.1em" strokeWidth={2} className="shrink-0" />
        <span className="truncate">{t('inbox.draft')}</span>
      </span>
    )
  }
  return (
    <span className="truncate">
      {row.guest && <span className="font-strong text-warn">{t('visitor.label')} · </span>}
      <span>{t(`topic.${row.topic}`)}</span>
      <span aria-hidden> · </span>
      {row.session?.state === 'waiting' && row.session.channel !== 'chat' && (
        <span className="font-strong text-info">{t(`inbox.channel_${row.session.channel}`)} · </span>
      )}
      <span>{row.lastMessage ?? languageNames[row.language]}</span>
    </span>
  )
}

function LastNews({ at }: { at: string }) {
  const { language } = useWords()
  const now = useNow()
  const day = formatDay(at, language, now)
  return (
    <span className="figures shrink-0 px-1.5 text-13 text-ink-soft">
      {day === formatDay(now.toISOString(), language, now) ? formatTime(at, language) : day}
    </span>
  )
}
