import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import type { InboxRow } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { InboxSkeleton } from './InboxSkeleton.tsx'
import { neighbour, useInbox } from './inbox.ts'
import { RowList } from './RowList.tsx'
import { stillHere, useSteadyRows } from './steady.ts'
import { TakeNext } from './TakeNext.tsx'

const digits = 9

/**
 * Mine first, because it changes only by the agent's own hand; then who waits, new ones at the end; the closed ones
 * folded away below. So news never moves what one is about to press.
 */
export function Inbox({ caseId }: { caseId: string | null }) {
  const { t } = useWords('desk')
  const inbox = useInbox()
  const go = useGo()
  const [recentOpen, setRecentOpen] = useState(false)
  const [held, setHeld] = useState(false)
  const mine = useSteadyRows(inbox.data?.mine ?? [], held)
  const waiting = useSteadyRows(inbox.data?.waiting ?? [], held)
  const recent = useSteadyRows(inbox.data?.recent ?? [], held)
  const myRows = stillHere(mine)
  const inOrder = [...myRows, ...stillHere(waiting), ...(recentOpen ? stillHere(recent) : [])]

  const open = (row: InboxRow | undefined) => row && go(conversationPath(row.caseId))
  useCommand('next_conversation', () => open(neighbour(inOrder, caseId, 1)))
  useCommand('previous_conversation', () => open(neighbour(inOrder, caseId, -1)))
  useCommand('open_mine', (digit) => open(myRows[Number(digit) - 1]))
  useCommand('show_recent', () => setRecentOpen(!recentOpen))
  useCommand('go_inbox', () => focusInbox(caseId))

  if (!inbox.data) {
    return inbox.error ? (
      <div className="p-4">
        <Problem error={inbox.error} onRetry={() => void inbox.refetch()} />
      </div>
    ) : (
      <InboxSkeleton />
    )
  }
  return (
    <div
      data-inbox
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto desktop:overflow-hidden"
    >
      <TakeNext me={inbox.data.me} waiting={inbox.data.waiting} />
      <section
        aria-label={t('inbox.mine')}
        className="flex flex-col desktop:max-h-1/2 desktop:min-h-0 desktop:shrink-0"
      >
        <Heading words={t('inbox.mine')} count={myRows.length} keyHint={myRows.length > 0} />
        <RowList rows={mine} caseId={caseId} digits={digits} empty={t('inbox.mine_empty')} />
      </section>
      <section aria-label={t('inbox.waiting')} className="flex flex-col desktop:min-h-40 desktop:flex-1">
        <Heading words={t('inbox.waiting')} count={stillHere(waiting).length} />
        <RowList rows={waiting} caseId={caseId} empty={t('inbox.waiting_empty')} />
      </section>
      <section
        aria-label={t('inbox.recent')}
        className={classes('flex flex-col border-t border-line', recentOpen && 'desktop:max-h-2/5')}
      >
        <button
          type="button"
          aria-expanded={recentOpen}
          aria-keyshortcuts={ariaKey('show_recent')}
          onClick={() => setRecentOpen(!recentOpen)}
          className="moves flex min-h-11 shrink-0 items-center gap-2 px-4 text-13 font-strong text-ink-soft hover:bg-sunk focus-visible:-outline-offset-2"
        >
          {recentOpen ? (
            <ChevronDown aria-hidden size="1.25em" strokeWidth={1.75} />
          ) : (
            <ChevronUp aria-hidden size="1.25em" strokeWidth={1.75} />
          )}
          <span className="flex-1 text-left">{t('inbox.recent')}</span>
          <Key of="show_recent" />
        </button>
        {recentOpen && <RowList rows={recent} caseId={caseId} empty={t('inbox.recent_empty')} />}
      </section>
    </div>
  )
}

function Heading({ words, count, keyHint = false }: { words: string; count: number; keyHint?: boolean }) {
  return (
    <h2 className="flex h-10 shrink-0 items-center gap-2 px-4 text-13 font-strong text-ink-soft">
      <span>{words}</span>
      <span className="figures">{count}</span>
      <span className="flex-1" />
      {keyHint && <Key of="open_mine" />}
    </h2>
  )
}

/** The keyboard goes to the open conversation's row, else to the first. */
function focusInbox(caseId: string | null): void {
  const rows = document.querySelectorAll<HTMLElement>('[data-inbox] [data-case]')
  const open = [...rows].find((row) => row.dataset.case === caseId)
  ;(open ?? rows[0])?.focus()
}
