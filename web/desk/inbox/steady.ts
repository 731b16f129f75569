import { useRef } from 'react'
import type { InboxRow } from '../../../contract/desk.ts'

export type SteadyRow = { row: InboxRow; gone: boolean }

/**
 * Rows in the order in which they were first seen: news changes what a row says, never where it stands, and new ones
 * come at the end. While the list is `held` (the pointer is on it) rows that left stay as `gone`, so that nothing
 * slides away from under a hand.
 */
export function steadyRows(known: readonly SteadyRow[], rows: readonly InboxRow[], held: boolean): SteadyRow[] {
  const current = new Map(rows.map((row) => [row.caseId, row]))
  const kept = known.flatMap(({ row }): SteadyRow[] => {
    const news = current.get(row.caseId)
    if (news) return [{ row: news, gone: false }]
    return held ? [{ row, gone: true }] : []
  })
  const seen = new Set(kept.map(({ row }) => row.caseId))
  return [...kept, ...rows.filter((row) => !seen.has(row.caseId)).map((row) => ({ row, gone: false }))]
}

export function useSteadyRows(rows: readonly InboxRow[], held: boolean): SteadyRow[] {
  const known = useRef<SteadyRow[]>([])
  known.current = steadyRows(known.current, rows, held)
  return known.current
}

export function stillHere(rows: readonly SteadyRow[]): InboxRow[] {
  return rows.flatMap(({ row, gone }) => (gone ? [] : [row]))
}
