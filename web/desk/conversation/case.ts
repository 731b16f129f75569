import { type QueryClient, useQuery } from '@tanstack/react-query'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { type InboxRow, listCasePayments, readCase, readCasePayment, readInbox } from '../../../contract/desk.ts'
import type { Staff } from '../../../contract/identity.ts'
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

/** Entries after which the case beside the conversation is no longer as it was read. */
const changing: ReadonlySet<TimelineEvent['kind']> = new Set([
  'queued',
  'claimed',
  'released',
  'action',
  'closed',
  'reopened',
])

export function lastChange(events: readonly TimelineEvent[]): number {
  return events.findLast((event) => changing.has(event.kind))?.seq ?? 0
}

/** What this agent may do in the conversation now. */
export type Standing = 'mine' | 'waiting' | 'colleague' | 'unattended' | 'closed'

export function standingOf(row: InboxRow, myId: string): Standing {
  if (row.state === 'closed') return 'closed'
  if (row.session?.state === 'waiting') return 'waiting'
  if (row.session?.state === 'active') return row.session.agentId === myId ? 'mine' : 'colleague'
  return 'unattended'
}

/** Answering is for whoever took the conversation; who supervises may step in. */
export function mayAnswer(standing: Standing, me: Staff): boolean {
  return standing === 'mine' || ((standing === 'colleague' || standing === 'unattended') && oversees(me))
}

export function mayRelease(standing: Standing, me: Staff): boolean {
  return standing === 'mine' || (standing === 'colleague' && oversees(me))
}

export function mayClose(standing: Standing, me: Staff): boolean {
  return standing === 'unattended' || mayRelease(standing, me)
}

function oversees(me: Staff): boolean {
  return me.permissions.includes('case.supervise')
}
