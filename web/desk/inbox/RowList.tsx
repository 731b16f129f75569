import type { ReactNode } from 'react'
import type { InboxRow } from '../../../contract/desk.ts'
import { conversationPath } from '../frame/address.ts'
import { useMe } from '../frame/me.ts'
import { useGo } from '../frame/place.ts'
import { Row } from './Row.tsx'
import { useSeen } from './seen.ts'
import { type SteadyRow, stillHere } from './steady.ts'

type RowListProps = {
  rows: readonly SteadyRow[]
  caseId: string | null
  empty: string
  /** So many rows from the top have a figure as their key. */
  digits?: number
  /** Stands below the last row. */
  children?: ReactNode
}

export function RowList({ rows, caseId, empty, digits = 0, children }: RowListProps) {
  const go = useGo()
  const me = useMe().data
  const seen = useSeen(me?.id ?? '')
  const here = stillHere(rows)
  const digitOf = (row: InboxRow) => {
    const place = here.indexOf(row) + 1
    return place > 0 && place <= digits ? place : undefined
  }
  if (rows.length === 0) return <p className="px-4 pb-4 text-13 text-ink-soft">{empty}</p>
  return (
    <ul className="min-h-0 divide-y divide-line overflow-y-auto border-y border-line bg-surface">
      {rows.map(({ row, gone }) => (
        <li key={row.caseId}>
          <Row
            row={row}
            gone={gone}
            open={row.caseId === caseId && !gone}
            unread={row.session?.agentId === me?.id ? unreadOf(row, seen[row.caseId]) : 0}
            digit={digitOf(row)}
            onOpen={() => go(conversationPath(row.caseId))}
          />
        </li>
      ))}
      {children}
    </ul>
  )
}

function unreadOf(row: InboxRow, seen = 0): number {
  return row.state === 'closed' ? 0 : Math.max(0, row.lastSeq - seen)
}
