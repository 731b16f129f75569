import { type FromClient, type FromServer, seenMs, typingMs } from '../../../contract/live.ts'
import type { Refusal } from '../../../contract/refusals.ts'
import type { Feed } from '../../cases/feed.ts'
import { openLook } from '../../cases/look.ts'
import type { Messages } from '../../cases/messages.ts'
import type { Audience } from '../../cases/timeline.ts'
import { requirePermission } from '../../identity/permissions.ts'
import { type GuestActor, isGuest } from '../../platform/actor.ts'
import { QueueFull } from '../../platform/batches.ts'
import type { Clock } from '../../platform/clock.ts'
import { isConnectionLost, type Sql } from '../../platform/database.ts'
import type { Ids } from '../../platform/ids.ts'
import type { Live, LiveHandler } from '../../platform/live.ts'
import type { LiveSocket } from '../../platform/live-socket.ts'
import type { Log } from '../../platform/log.ts'
import { isRefusal, refuse } from '../../platform/refusals.ts'
import type { Signals } from '../../platform/signals.ts'
import { type Access, readAccess } from './chat.sql.ts'
import type { QueueBoard } from './queue-board.ts'

/** Timelines that one socket may follow. */
const followedPerSocket = 50
const overloadRetrySeconds = 2
const unavailableRetrySeconds = 3
const internalError = 1011

type Conversation = Parameters<LiveHandler['received']>[1]
type Following = {
  stop(): void
  name: string
  lastTypingAt: number
  /** The newest entry that was seen here, and the one that the other side was told. */
  seenSeq: number
  toldSeq: number
  telling: NodeJS.Timeout | undefined
}
type Sending = Extract<FromClient, { type: 'send' }>

export type ChatLiveDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  log: Log
  live: Live
  signals: Signals
  feed: Feed
  messages: Messages
  board: QueueBoard
  /** What a guest may write. */
  judgeGuest(actor: GuestActor, message: Sending['message']): Refusal | undefined
}

/** Conversations over the live socket: timelines by sequence, sending, typing and reading. */
export function serveChatLive(deps: ChatLiveDeps) {
  const { feed, messages, signals, board } = deps
  const followed = new Map<LiveSocket, Map<string, Following>>()

  function refuseTo(socket: LiveSocket, caseId: string, clientId: string | null, refusal: Refusal) {
    const shape = { code: refusal.refused, figures: refusal.figures as Record<string, unknown> }
    socket.send({ type: 'refused', clientId, caseId, refusal: shape })
  }

  async function subscribe(socket: LiveSocket, caseId: string, after: number) {
    const cases = followed.get(socket) ?? new Map<string, Following>()
    followed.set(socket, cases)
    leave(cases.get(caseId))
    if (!cases.has(caseId) && cases.size >= followedPerSocket)
      return refuseTo(socket, caseId, null, refuse('rate_limited', { retryAfterSeconds: overloadRetrySeconds }))
    // Taken before the first wait, so that of two subscriptions in a row the later one stays.
    const following: Following = {
      stop: () => {},
      name: '',
      lastTypingAt: 0,
      seenSeq: 0,
      toldSeq: 0,
      telling: undefined,
    }
    cases.set(caseId, following)
    const access = await judgeAccess(deps, socket, caseId)
    if (cases.get(caseId) !== following || !socket.isOpen) return
    if (isRefusal(access)) {
      cases.delete(caseId)
      return refuseTo(socket, caseId, null, access)
    }
    following.name = access.name
    // A reader cannot have more than there is; believing it would hide what comes next.
    following.stop = feed.subscribe(caseId, Math.min(after, access.lastSeq), {
      audience: access.audience,
      isOpen: () => socket.isOpen,
      deliver: (text) => socket.sendText(text),
      deliverPaced: (text) => socket.sendPaced(text),
      caughtUp(lastSeq) {
        socket.send({ type: 'caught_up', caseId, lastSeq })
        if (access.audience === 'customer') board.follow(socket, caseId)
      },
      failed(error) {
        deps.log.error({ err: error, caseId }, 'a reader could not be served')
        socket.end(internalError, 'could not be read: resume by sequence')
      },
    })
  }

  function leave(following: Following | undefined) {
    following?.stop()
    clearTimeout(following?.telling)
  }

  function unsubscribe(socket: LiveSocket, caseId: string) {
    leave(followed.get(socket)?.get(caseId))
    followed.get(socket)?.delete(caseId)
    board.unfollow(socket, caseId)
  }

  async function send(socket: LiveSocket, { caseId, message }: Sending) {
    const { actor } = socket
    const refusal = isGuest(actor) ? deps.judgeGuest(actor, message) : undefined
    if (refusal) return refuseTo(socket, caseId, message.clientId, refusal)
    const event = await (actor.kind === 'customer'
      ? messages.sendAsCustomer(actor, caseId, message)
      : messages.sendAsAgent(actor, caseId, message))
    if (isRefusal(event)) return refuseTo(socket, caseId, message.clientId, event)
    socket.send({ type: 'sent', clientId: message.clientId, caseId, seq: event.seq })
  }

  /** What one side does, told to the other; never kept. A colleague who only looks on is not shown to the customer. */
  async function tellOtherSide(socket: LiveSocket, message: Extract<FromServer, { type: 'typing' | 'seen' }>) {
    const { actor } = socket
    if (actor.kind === 'staff') {
      const access = await readAccess(deps.sql, message.caseId)
      if (access?.agentId !== actor.staffId) return
    }
    const other: Audience = actor.kind === 'customer' ? 'staff' : 'customer'
    await signals.send(['whisper', message.caseId, other, JSON.stringify(message)])
  }
  signals.on('whisper', (caseId, audience, text) => feed.whisper(String(caseId), audience as Audience, String(text)))

  async function typing(socket: LiveSocket, caseId: string) {
    const following = followed.get(socket)?.get(caseId)
    const now = deps.clock.now().getTime()
    if (!following?.name || now - following.lastTypingAt < typingMs) return
    following.lastTypingAt = now
    const name = socket.actor.kind === 'staff' ? socket.actor.name : following.name
    await tellOtherSide(socket, { type: 'typing', caseId, name })
  }

  /** At once for the first, then the newest of what came meanwhile. */
  async function seen(socket: LiveSocket, caseId: string, seq: number) {
    const following = followed.get(socket)?.get(caseId)
    if (!following?.name) return
    following.seenSeq = Math.max(following.seenSeq, seq)
    if (following.telling) return
    following.telling = setTimeout(() => {
      following.telling = undefined
      if (following.seenSeq > following.toldSeq) received(socket, { type: 'seen', caseId, seq: following.seenSeq })
    }, seenMs).unref()
    if (following.seenSeq === following.toldSeq) return
    following.toldSeq = following.seenSeq
    const by = socket.actor.kind === 'staff' ? 'agent' : 'customer'
    await tellOtherSide(socket, { type: 'seen', caseId, seq: following.seenSeq, by })
  }

  function act(socket: LiveSocket, message: Conversation): Promise<void> | void {
    // Ids are compared as text from here on, and come in either case.
    const caseId = message.caseId.toLowerCase()
    switch (message.type) {
      case 'subscribe':
        return subscribe(socket, caseId, message.after)
      case 'unsubscribe':
        return unsubscribe(socket, caseId)
      case 'send':
        return send(socket, message)
      case 'typing':
        return typing(socket, caseId)
      case 'seen':
        return seen(socket, caseId, message.seq)
    }
  }

  function received(socket: LiveSocket, message: Conversation) {
    Promise.resolve(act(socket, message)).catch((error: unknown) => {
      const clientId = message.type === 'send' ? message.message.clientId : null
      const overloaded = error instanceof QueueFull
      const away = isConnectionLost(error)
      if (!overloaded && !away) deps.log.error({ err: error, type: message.type }, 'live message failed')
      // Nobody waits for the answer to a sign such as typing; a reader would take it for a word on the whole case.
      if (message.type !== 'subscribe' && message.type !== 'send') return
      const refusal = overloaded
        ? refuse('overloaded', { retryAfterSeconds: overloadRetrySeconds })
        : away
          ? refuse('unavailable', { retryAfterSeconds: unavailableRetrySeconds })
          : refuse('internal', {})
      refuseTo(socket, message.caseId, clientId, refusal)
    })
  }

  deps.live.handle({
    received,
    closed(socket) {
      for (const following of followed.get(socket)?.values() ?? []) leave(following)
      followed.delete(socket)
      board.leave(socket)
    },
  })
}

/** Whether this socket may read the case, and as whom. Staff who look at a customer's words are on record. */
async function judgeAccess(
  deps: ChatLiveDeps,
  socket: LiveSocket,
  caseId: string,
): Promise<(Access & { audience: Audience; name: string }) | Refusal> {
  const { actor } = socket
  const access = await readAccess(deps.sql, caseId)
  if (actor.kind === 'customer') {
    if (access?.customerId !== actor.customerId) return refuse('not_found', {})
    return { ...access, audience: 'customer', name: access.customerName }
  }
  const refusal = requirePermission(actor, 'case.work') ?? requirePermission(actor, 'customer.read')
  if (refusal) return refusal
  if (!access) return refuse('not_found', {})
  const closed = await openLook(deps.sql, deps, actor, { customerId: access.customerId, caseId })
  return closed ?? { ...access, audience: 'staff', name: actor.name }
}
