import type { Socket } from 'node:net'
import websocket from '@fastify/websocket'
import type { FastifyRequest } from 'fastify'
import type { WebSocket } from 'ws'
import {
  type FromClient,
  fromClient,
  liveAs,
  liveClose,
  livePath,
  maximumLiveMessageBytes,
} from '../../contract/live.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { startBeat } from './beat.ts'
import type { Clock } from './clock.ts'
import { createGathering } from './gathering.ts'
import { type Authenticators, customerCookie, type Http, sendRefusal, staffCookie } from './http.ts'
import { createLiveSocket, type LiveActor, type LiveSocket } from './live-socket.ts'
import type { Log } from './log.ts'
import { isRefusal, refuse } from './refusals.ts'
import type { Signals } from './signals.ts'

/** A reader that does not answer a ping within one beat is gone. */
const pingMs = 25_000
/** Sessions also run out by themselves: each open socket's session is judged anew this often. */
const recheckMs = 30_000
const socketsPerProcess = 20_000
const socketsPerSession = 20
/** Hints of one kind to one group are gathered for this long. */
const hintMs = 250
const restarting = 1012
const malformedLimit = 20

export type Hint = 'inbox' | 'balance' | 'account' | 'books' | 'webhooks'
type Conversation = Exclude<FromClient, { type: 'watch' | 'ping' }>

/** What an area makes of the messages that platform does not know. */
export type LiveHandler = {
  received(socket: LiveSocket, message: Conversation): void
  closed(socket: LiveSocket): void
}

export type LiveDeps = {
  http: Http
  authenticators: Authenticators
  signals: Signals
  clock: Clock
  log: Log
  /** Where the apps are opened, for the check of Origin behind a proxy. */
  publicUrl: string
  outgoingLimitBytes?: number
}

type Entry = { actor: LiveActor; as: 'customer' | 'guest' | 'staff'; token: string }
type Seat = Pick<Entry, 'as' | 'token'> & {
  socket: LiveSocket
  ws: WebSocket
  alive: boolean
  watches: boolean
  malformed: number
}

export type Live = Awaited<ReturnType<typeof createLive>>

/** The WebSocket of `contract/live.ts`: who may open it, its bounds, hints; conversations belong to the handler. */
export async function createLive(deps: LiveDeps) {
  const { http, signals, clock, log } = deps
  const seats = new Map<LiveSocket, Seat>()
  const seatsByPerson = new Map<string, Set<Seat>>()
  const entering = new WeakMap<FastifyRequest, Entry>()
  let handler: LiveHandler | undefined
  let stopping = false

  await http.server.register(websocket, {
    options: { maxPayload: maximumLiveMessageBytes, perMessageDeflate: false },
    preClose: (done) => {
      stop()
      done()
    },
    errorHandler: (error, socket) => {
      log.debug({ err: error }, 'live socket failed')
      socket.terminate()
    },
  })
  http.server.get(
    livePath,
    {
      websocket: true,
      preValidation: async (request, reply) => {
        const entry = await judgeEntry(request)
        if (isRefusal(entry)) return sendRefusal(request, reply, entry)
        entering.set(request, entry)
      },
    },
    (ws, request) => seat(ws, request.raw.socket, entering.get(request)!),
  )

  async function judgeEntry(request: FastifyRequest): Promise<Entry | Refusal> {
    if (!originAllowed(request, deps.publicUrl)) return refuse('origin_refused', {})
    if (stopping || seats.size >= socketsPerProcess) return refuse('overloaded', { retryAfterSeconds: 2 })
    const as = liveAs.safeParse((request.query as { as?: string }).as).data
    if (as === 'guest') return judgeGuest(request)
    const actor = await actorOfCookies(deps.authenticators, request, as)
    if (isRefusal(actor)) return actor
    const token = request.cookies[actor.kind === 'customer' ? customerCookie : staffCookie]!
    return { actor, as: actor.kind, token }
  }

  async function judgeGuest(request: FastifyRequest): Promise<Entry | Refusal> {
    const token = tokenOfProtocols(request)
    const actor = await deps.authenticators.guest(token)
    return isRefusal(actor) ? actor : { actor, as: 'guest', token: token! }
  }

  function seat(ws: WebSocket, wire: Socket, { actor, as, token }: Entry) {
    const socket = createLiveSocket(ws, wire, actor, clock, deps.outgoingLimitBytes)
    const taken: Seat = { socket, ws, as, token, alive: true, watches: false, malformed: 0 }
    seats.set(socket, taken)
    const own = seatsByPerson.get(personOf(actor)) ?? new Set()
    seatsByPerson.set(personOf(actor), own.add(taken))
    ws.on('pong', () => {
      taken.alive = true
    })
    ws.on('message', (data, isBinary) => receive(taken, isBinary ? '' : String(data)))
    ws.on('close', () => {
      seats.delete(socket)
      own.delete(taken)
      if (own.size === 0) seatsByPerson.delete(personOf(actor))
      handler?.closed(socket)
    })
    const ofSession = [...own].filter((seat) => seat.socket.actor.sessionId === actor.sessionId)
    if (ofSession.length > socketsPerSession) return socket.end(liveClose.tooMany, 'too many sockets')
    socket.send({ type: 'ready' })
  }

  function receive(seat: Seat, text: string) {
    const { socket } = seat
    if (!socket.isOpen) return
    seat.alive = true
    if (isSign(text)) {
      if (!socket.takeSign()) return
    } else if (!socket.takeMessage()) return socket.end(liveClose.tooMany, 'too many messages')
    const message = parse(text)
    if (!message) return refuseMalformed(seat)
    if (message.type === 'ping') return socket.send({ type: 'pong' })
    if (message.type === 'watch') {
      seat.watches = true
      return
    }
    handler?.received(socket, message)
  }

  function refuseMalformed(seat: Seat) {
    seat.malformed += 1
    if (seat.malformed > malformedLimit) return seat.socket.end(liveClose.tooMany, 'too many malformed messages')
    const refusal = { code: 'request_malformed' as const, figures: { issues: [] } }
    seat.socket.send({ type: 'refused', clientId: null, caseId: null, refusal })
  }

  // Sessions that end, here or in another process

  function endWhere(matches: (actor: LiveActor) => boolean) {
    for (const { socket } of seats.values())
      if (matches(socket.actor)) socket.end(liveClose.sessionEnded, 'session ended')
  }
  signals.on('session', (sessionId) => endWhere((actor) => actor.sessionId === sessionId))
  signals.on('staff', (staffId) => endWhere((actor) => actor.kind === 'staff' && actor.staffId === staffId))
  signals.onResume(() => void recheck())

  async function recheck() {
    for (const seat of [...seats.values()]) {
      if (!seat.socket.isOpen) continue
      const judge = deps.authenticators[seat.as]
      const actor = await judge(seat.token).catch(() => undefined)
      if (isRefusal(actor)) seat.socket.end(liveClose.sessionEnded, 'session ended')
    }
  }

  function ping() {
    for (const seat of seats.values()) {
      if (!seat.alive) {
        seat.ws.terminate()
        continue
      }
      seat.alive = false
      seat.ws.ping()
    }
  }
  const pinging = setInterval(ping, pingMs)
  pinging.unref()
  const rechecking = startBeat(recheckMs, recheck, (error) => log.warn({ err: error }, 'sessions could not be judged'))

  // Hints: read again what changed

  const gather = createGathering(hintMs)

  function hint(group: string, what: Hint, find: () => Iterable<Seat>) {
    gather.run(`${group} ${what}`, () => {
      for (const { socket, watches } of find()) if (watches) socket.send({ type: 'changed', what })
    })
  }

  function hintStaff(what: Hint, permission: string) {
    const may = ({ socket: { actor } }: Seat) => actor.kind === 'staff' && actor.permissions.has(permission)
    hint(permission, what, () => [...seats.values()].filter(may))
  }

  function seatsOf(kind: LiveActor['kind'], personId: string): Seat[] {
    return [...(seatsByPerson.get(personId) ?? [])].filter(({ socket }) => socket.actor.kind === kind)
  }

  /** Most of those who are told of here have nothing open in this process: nothing is gathered for them. */
  function hintPerson(kind: LiveActor['kind'], personId: string, what: Hint) {
    if (seatsByPerson.has(personId)) hint(personId, what, () => seatsOf(kind, personId))
  }

  signals.on('customer', (customerId, what) => hintPerson('customer', String(customerId), what as Hint))
  signals.on('inbox', () =>
    hint('staff', 'inbox', () => [...seats.values()].filter(({ socket }) => socket.actor.kind === 'staff')),
  )
  signals.on('books', () => hintStaff('books', 'reconciliation.work'))
  signals.on('webhooks', () => hintStaff('webhooks', 'webhook.resume'))
  signals.on('inbox_of', (staffId) => hintPerson('staff', String(staffId), 'inbox'))

  function stop() {
    stopping = true
    clearInterval(pinging)
    void rechecking.stop()
    gather.stop()
    for (const { socket } of seats.values()) socket.end(restarting, 'restarting')
  }

  return {
    /** Gives conversations to their area; once, before the server listens. */
    handle(conversations: LiveHandler) {
      handler = conversations
    },
    /** Hints to a customer's open apps, in every process, that balance or account changed. */
    tellCustomer(customerId: string, what: 'balance' | 'account'): Promise<void> {
      return signals.send(['customer', customerId, what])
    },
    /** Members of staff with an open socket in this process. */
    staffHere(): Set<string> {
      const ids = new Set<string>()
      for (const { socket } of seats.values()) if (socket.actor.kind === 'staff') ids.add(socket.actor.staffId)
      return ids
    },
    stop,
  }
}

function personOf(actor: LiveActor): string {
  return actor.kind === 'customer' ? actor.customerId : actor.staffId
}

/** Longest text of a sign; its ids and names are short. */
const maximumSignCharacters = 160

/** "Typing" or "seen", told without reading the whole: a flood of them costs little. */
function isSign(text: string): boolean {
  return text.length <= maximumSignCharacters && /"type":\s*"(?:typing|seen)"/.test(text)
}

function parse(text: string): FromClient | undefined {
  try {
    return fromClient.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/**
 * A page can give a socket no header but the names of protocols. The first is ours and is the one that the server takes,
 * so the token is not said back.
 */
function tokenOfProtocols(request: FastifyRequest): string | undefined {
  return /^dompet\.guest, ?token\.([\w-]+)$/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1]
}

/** The customer or member of staff behind the cookies; `as` chooses where a browser holds both. */
export async function actorOfCookies(
  authenticators: Authenticators,
  request: FastifyRequest,
  as: 'customer' | 'staff' | undefined,
): Promise<LiveActor | Refusal> {
  if (as === 'staff') return authenticators.staff(request.cookies[staffCookie])
  const customer = await authenticators.customer(request.cookies[customerCookie])
  if (as === 'customer' || !isRefusal(customer)) return customer
  return authenticators.staff(request.cookies[staffCookie])
}

/**
 * A page of another site must not open a socket with our cookies. Browsers always name the page's origin; programs
 * that name none hold no cookies of somebody else.
 */
function originAllowed(request: FastifyRequest, publicUrl: string): boolean {
  const { origin, host } = request.headers
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || new URL(origin).origin === new URL(publicUrl).origin
}
