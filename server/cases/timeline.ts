import type { TimelineEvent } from '../../contract/chat.ts'
import type { StaffActor } from '../platform/actor.ts'

export type Audience = 'customer' | 'staff'
export type EventKind = Exclude<TimelineEvent['kind'], 'hidden'>

/** An entry as it is stored: everything, for nobody in particular. */
export type StoredEvent = Omit<TimelineEvent, 'kind' | 'at'> & { kind: EventKind; at: Date }

/** Who an entry is by, as it is stored. */
export type Author = { kind: 'customer' | 'agent' | 'system'; id: string | null; name: string }

export function agentAuthor({ staffId, name }: StaffActor) {
  return { kind: 'agent', id: staffId, name } as const satisfies Author
}

/** Kinds that are for colleagues only. */
const internalKinds: ReadonlySet<EventKind> = new Set(['note'])

/** Deeds of the desk about the case itself: its drawer, not the conversation. Their names begin like this. */
const internalActions = /^(?:stage|category|priority|link|unlink|promise|diagnosis)_/

function isInternal({ kind, action }: StoredEvent): boolean {
  return internalKinds.has(kind) || (kind === 'action' && action !== null && internalActions.test(action))
}

/** The entry as this audience may see it. Hidden entries keep their number, so that the count stays whole. */
export function viewFor(audience: Audience, event: StoredEvent): TimelineEvent {
  const at = event.at.toISOString()
  if (audience === 'customer' && isInternal(event)) {
    const nothing = { text: null, files: [], clientId: null, paymentId: null, action: null }
    return {
      caseId: event.caseId,
      seq: event.seq,
      at,
      kind: 'hidden',
      author: { kind: 'system', name: '' },
      ...nothing,
    }
  }
  // The sender's own id is of use to the sender's side only.
  const ownSide = (event.author.kind === 'customer') === (audience === 'customer')
  return { ...event, at, clientId: ownSide ? event.clientId : null }
}
