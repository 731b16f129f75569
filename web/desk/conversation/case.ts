import { type QueryClient, useQuery } from '@tanstack/react-query'
import { listCasePayments, readCase, readCasePayment, readInbox } from '../../../contract/desk.ts'
import type { Reply } from '../../../contract/route.ts'
import { keyOf, reading } from '../../ui/net/query.ts'

export type DeskCase = Reply<typeof readCase>

/**
 * Each reading of a case is put on record for the customer, so it is read when it is opened, when something happened in
 * it, or when the agent asks; never because a window came to the front.
 */
export const lookedAt = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, refetchOnReconnect: false }

export function useCase(caseId: string) {
  return useQuery({ ...reading(readCase, { params: { caseId } }), ...lookedAt })
}

/** What the conversation and its actions may have changed: the case, the customer's money, the inbox. */
export function readCaseAgain(queries: QueryClient, caseId: string): Promise<unknown> {
  const params = { caseId }
  return Promise.all([
    queries.invalidateQueries({ queryKey: keyOf(readCase, { params }) }),
    queries.invalidateQueries({ queryKey: keyOf(listCasePayments, { params }) }),
    queries.invalidateQueries({ queryKey: [readCasePayment.path] }),
    queries.invalidateQueries({ queryKey: keyOf(readInbox) }),
  ])
}
