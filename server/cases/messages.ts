import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import { createBatches } from '../platform/batches.ts'
import type { Clock } from '../platform/clock.ts'
import { isRetryable, type Sql } from '../platform/database.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import type { Signals } from '../platform/signals.ts'
import type { GoesOn } from './case.ts'
import type { Feed } from './feed.ts'
import { type MessageItem, type StoredMessage, storeMessages } from './messages.sql.ts'
import { readSentEvent } from './timeline.sql.ts'
import { agentAuthor, type StoredEvent } from './timeline.ts'

const messagesPerBatch = 64
/** Batches that may run at once, each on a connection of its own. */
export const messageConnections = 2
const messagesWaiting = 5_000
const batchTries = 5
/** A conversation may close again and again while somebody writes; nobody closes it this often. */
const sessionTries = 3

export type Outgoing = { clientId: string; text: string; fileIds: readonly string[] }
type Outcome = { verdict: Exclude<StoredMessage['verdict'], 'stored' | 'repeat'> } | { event: StoredEvent }

export type MessagesDeps = {
  sql: Sql
  clock: Clock
  signals: Signals
  feed: Feed
  /** Opens the case again and queues the person, where a message finds neither an open case nor a session. */
  joinQueue(caseId: string): Promise<undefined | GoesOn | Refusal>
}

export type Messages = ReturnType<typeof createMessages>

/**
 * Takes messages in. Those that come together share one transaction, whatever their cases; two messages of one case
 * keep their order. A message is answered when it is stored, and has then gone to this process's readers.
 */
export function createMessages(deps: MessagesDeps) {
  const batches = createBatches<MessageItem, Outcome>(
    { lanes: messageConnections, batchLimit: messagesPerBatch, queueLimit: messagesWaiting },
    (item) => [item.caseId],
    (items) => storeBatch(deps, items),
  )
  const joining = new Map<string, Promise<undefined | GoesOn | Refusal>>()

  /** One join at a time for each case, so that messages written together stay in their order. */
  function joinOnce(caseId: string): Promise<undefined | GoesOn | Refusal> {
    const under = joining.get(caseId)
    if (under) return under
    const begun = deps.joinQueue(caseId).finally(() => joining.delete(caseId))
    joining.set(caseId, begun)
    return begun
  }

  async function submit(written: MessageItem): Promise<StoredEvent | Refusal> {
    let item = written
    if (item.text === '' && item.fileIds.length === 0) return refuse('message_empty', {})
    for (let tries = 0; tries < sessionTries; tries += 1) {
      // Only a customer's join matters here; awaiting nothing keeps the order of what is sent in one go.
      if (joining.has(item.caseId)) await joining.get(item.caseId)
      const outcome = await batches.submit(item)
      if ('event' in outcome) return outcome.event
      if (outcome.verdict === 'not_found') return refuse('not_found', {})
      if (outcome.verdict === 'case_closed') return refuse('case_closed', {})
      if (outcome.verdict === 'not_yours') return refuse('action_not_possible', { reason: 'case_not_yours' })
      const joined = await joinOnce(item.caseId)
      if (isRefusal(joined)) return joined
      if (joined) item = { ...item, caseId: joined.goesOnIn }
    }
    return refuse('case_closed', {})
  }

  return {
    /** A customer's message. Refusals: not_found, message_empty, case_closed (another case on the matter is open). */
    sendAsCustomer(actor: CustomerActor, caseId: string, message: Outgoing): Promise<StoredEvent | Refusal> {
      return submit({ ...common(caseId, message), author: customerAuthor(actor), internal: false, oversees: false })
    },
    /** An agent's answer. Refusals: permission_missing, not_found, message_empty, case_closed, action_not_possible. */
    async sendAsAgent(actor: StaffActor, caseId: string, message: Outgoing): Promise<StoredEvent | Refusal> {
      const refusal = requirePermission(actor, 'case.work')
      if (refusal) return refusal
      const oversees = actor.permissions.has('case.supervise')
      return submit({ ...common(caseId, message), author: agentAuthor(actor), internal: false, oversees })
    },
    /** A note for colleagues. Refusals: permission_missing, not_found, message_empty. */
    async addNote(actor: StaffActor, caseId: string, message: Outgoing): Promise<StoredEvent | Refusal> {
      const refusal = requirePermission(actor, 'case.work')
      if (refusal) return refusal
      return submit({ ...common(caseId, message), author: agentAuthor(actor), internal: true, oversees: false })
    },
    /** Resolves when everything taken in is stored. */
    drain: () => batches.drain(),
  }
}

function common(caseId: string, message: Outgoing) {
  // Ids are compared as text here, and come in either case.
  return {
    caseId: caseId.toLowerCase(),
    clientId: message.clientId,
    text: cleanText(message.text),
    fileIds: [...new Set(message.fileIds)],
  }
}

function customerAuthor(actor: CustomerActor) {
  return { kind: 'customer' as const, id: actor.customerId, name: null }
}

/** Text as it is kept: without control characters (PostgreSQL takes no NUL) and without blanks around it. */
function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim()
}

async function storeBatch(deps: MessagesDeps, items: MessageItem[]): Promise<Outcome[]> {
  // The same message may have been sent twice before the first was stored.
  const distinct = new Map(items.map((item) => [keyOf(item), item]))
  const now = deps.clock.now()
  const stored = await storeWithRetry(deps, [...distinct.values()], now)
  const outcomes = new Map<string, Outcome>()
  for (const [index, item] of [...distinct.values()].entries()) {
    outcomes.set(keyOf(item), await toOutcome(deps.sql, item, stored[index]!, now))
  }
  publish(deps, stored, [...distinct.values()], outcomes)
  return items.map((item) => outcomes.get(keyOf(item))!)
}

function keyOf(item: MessageItem): string {
  return `${item.caseId} ${item.author.id} ${item.clientId}`
}

/** A deadlock with somebody else's transaction: the batch is stored again, whole. */
async function storeWithRetry(deps: MessagesDeps, items: MessageItem[], now: Date): Promise<StoredMessage[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await storeMessages(deps.sql, items, now)
    } catch (error) {
      if (!isRetryable(error) || tries >= batchTries) throw error
    }
  }
}

async function toOutcome(sql: Sql, item: MessageItem, stored: StoredMessage, now: Date): Promise<Outcome> {
  if (stored.verdict === 'stored') return { event: newEvent(item, stored, now) }
  if (stored.verdict !== 'repeat') return { verdict: stored.verdict }
  const event = await readSentEvent(sql, item.caseId, item.author.id, item.clientId)
  return { event: event! }
}

function newEvent(item: MessageItem, stored: StoredMessage, at: Date): StoredEvent {
  return {
    caseId: item.caseId,
    seq: stored.seq!,
    at,
    kind: item.internal ? 'note' : 'message',
    author: { kind: item.author.kind, name: stored.authorName ?? '' },
    text: item.text === '' ? null : item.text,
    files: stored.files,
    clientId: item.clientId,
    paymentId: null,
    action: null,
  }
}

/** Hands what was just stored to this process's readers, and tells the other processes. */
function publish(deps: MessagesDeps, stored: StoredMessage[], items: MessageItem[], outcomes: Map<string, Outcome>) {
  const byCase = new Map<string, { events: StoredEvent[]; agentId: string | null }>()
  for (const [index, { verdict, agentId }] of stored.entries()) {
    const outcome = outcomes.get(keyOf(items[index]!))!
    if (verdict !== 'stored' || !('event' in outcome)) continue
    const group = byCase.get(outcome.event.caseId) ?? { events: [], agentId }
    group.events.push(outcome.event)
    byCase.set(outcome.event.caseId, group)
  }
  for (const [caseId, { events, agentId }] of byCase) {
    deps.feed.publish(caseId, events)
    deps.signals.tellHere(agentId ? ['inbox_of', agentId] : ['inbox'])
    deps.signals.tellOthers(['case', caseId, events.at(-1)!.seq, agentId ?? ''])
  }
}
