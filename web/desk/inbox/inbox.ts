import { useQuery } from '@tanstack/react-query'
import { type InboxRow, readInbox } from '../../../contract/desk.ts'
import { reading } from '../../ui/net/query.ts'

/** Hints over the live connection come at once; this is the net under them. */
export const reReadMs = 30_000

export function useInbox() {
  return useQuery({ ...reading(readInbox, {}), refetchInterval: reReadMs })
}

/** The next or previous conversation in the order of the screen; the first or last when none is open. */
export function neighbour(rows: readonly InboxRow[], caseId: string | null, step: 1 | -1): InboxRow | undefined {
  const here = rows.findIndex((row) => row.caseId === caseId)
  if (here === -1) return step === 1 ? rows[0] : rows.at(-1)
  return rows[here + step]
}

/** Since when the one who waits longest has been waiting. */
export function longestWait(rows: readonly InboxRow[]): string | null {
  return rows.reduce<string | null>(
    (longest, { waitingSince }) =>
      waitingSince !== null && (longest === null || waitingSince < longest) ? waitingSince : longest,
    null,
  )
}
