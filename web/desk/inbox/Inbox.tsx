import { useState } from 'react'
import { type InboxRow, maximumCounted } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { Folded } from './Folded.tsx'
import { InboxSkeleton } from './InboxSkeleton.tsx'
import { neighbour, useInbox } from './inbox.ts'
import { useOlderUnattended } from './older.ts'
import { RowList } from './RowList.tsx'
import { stillHere, useSteadyRows } from './steady.ts'
import { TakeNext } from './TakeNext.tsx'

const digits = 9

/**
 * Mine first, because it changes only by the agent's own hand; then who waits, new ones at the end; what nobody attends
 * and the closed ones folded away below. So news never moves what one is about to press.
 */
export function Inbox({ caseId }: { caseId: string | null }) {
  const { t } = useWords('desk')
  const inbox = useInbox()
  const go = useGo()
  const [unattendedOpen, setUnattendedOpen] = useState(false)
  const [recentOpen, setRecentOpen] = useState(false)
  const [held, setHeld] = useState(false)
  const mine = useSteadyRows(inbox.data?.mine ?? [], held)
  const waiting = useSteadyRows(inbox.data?.waiting ?? [], held)
  const older = useOlderUnattended(inbox.data)
  const unattended = useSteadyRows([...(inbox.data?.unattended ?? []), ...older.rows], held)
  const recent = useSteadyRows(inbox.data?.recent ?? [], held)
  const myRows = stillHere(mine)
  const inOrder = [
    ...myRows,
    ...stillHere(waiting),
    ...(unattendedOpen ? stillHere(unattended) : []),
    ...(recentOpen ? stillHere(recent) : []),
  ]
  const toggleUnattended = () => setUnattendedOpen(!unattendedOpen)
  const toggleRecent = () => setRecentOpen(!recentOpen)

  const open = (row: InboxRow | undefined) => row && go(conversationPath(row.caseId))
  useCommand('next_conversation', () => open(neighbour(inOrder, caseId, 1)))
  useCommand('previous_conversation', () => open(neighbour(inOrder, caseId, -1)))
  useCommand('open_mine', (digit) => open(myRows[Number(digit) - 1]))
  useCommand('show_unattended', toggleUnattended)
  useCommand('show_recent', toggleRecent)
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
  const { unattendedCount } = inbox.data
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
      <Folded
        part="unattended"
        command="show_unattended"
        count={unattendedCount < maximumCounted ? String(unattendedCount) : `${unattendedCount}+`}
        open={unattendedOpen}
        onToggle={toggleUnattended}
        rows={unattended}
        older={older}
        caseId={caseId}
      />
      <Folded
        part="recent"
        command="show_recent"
        open={recentOpen}
        onToggle={toggleRecent}
        rows={recent}
        caseId={caseId}
      />
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
