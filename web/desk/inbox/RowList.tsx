import { useState } from 'react'
import type { InboxRow } from '../../../contract/desk.ts'
import { useMe } from '../frame/me.ts'
import { conversationPath, useGo } from '../frame/place.ts'
import { Row } from './Row.tsx'
import { useSeen } from './seen.ts'
import { useSteadyRows } from './steady.ts'

type RowListProps = {
  rows: readonly InboxRow[]
  caseId: string | null
  empty: string
  /** So many rows from the top have a figure as their key. */
  digits?: number
}

export function RowList({ rows, caseId, empty, digits = 0 }: RowListProps) {
  const go = useGo()
  const me = useMe().data
  const seen = useSeen(me?.id ?? '')
  const [held, setHeld] = useState(false)
  const steady = useSteadyRows(rows, held)

  if (steady.length === 0) return <p className="px-4 pb-4 text-13 text-ink-soft">{empty}</p>
  return (
    <ul
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      className="min-h-0 divide-y divide-line overflow-y-auto border-y border-line bg-surface"
    >
      {steady.map(({ row, gone }, index) => (
        <li key={row.caseId}>
          <Row
            row={row}
            gone={gone}
            open={row.caseId === caseId && !gone}
            unread={row.session?.agentId === me?.id ? unreadOf(row, seen[row.caseId]) : 0}
            digit={index < digits ? index + 1 : undefined}
            onOpen={() => go(conversationPath(row.caseId))}
          />
        </li>
      ))}
    </ul>
  )
}

function unreadOf(row: InboxRow, seen = 0): number {
  return row.state === 'closed' ? 0 : Math.max(0, row.lastSeq - seen)
}
