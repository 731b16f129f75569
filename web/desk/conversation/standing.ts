import type { TimelineEvent } from '../../../contract/chat.ts'
import type { InboxRow } from '../../../contract/desk.ts'
import type { Staff } from '../../../contract/identity.ts'

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
