import type { z } from 'zod'
import type { queuePlace, TimelineEvent } from '../../../contract/chat.ts'
import { type FromClient, type FromServer, liveClose, livePath, seenMs } from '../../../contract/live.ts'
import type { Explainable } from '../refusal/explain.ts'
import { newKey } from './keys.ts'
import { type OutboxStore, type Outgoing, tabStore } from './outbox.ts'
import { speakingAs } from './who.ts'

/** First pause before connecting again; doubles up to the longest. Each is drawn at random below its bound. */
const firstPauseMs = 400
const longestPauseMs = 20_000
/** A quiet connection is asked for a sign of life, and given up when none comes. */
const pingEveryMs = 20_000
const silenceMs = 45_000
const typingShownMs = 4_000
/** "Is writing" is said at most this often, however fast somebody types. */
const typingEveryMs = 2_000
/** A connection that lasted this long was a good one: the next pause is short again. */
const goodConnectionMs = 5_000

/** `signed_out`: the server ended the session; nothing connects again until the person has signed in. */
export type LiveStatus = 'connecting' | 'ready' | 'down' | 'signed_out' | 'stopped'

/** What is known of one case at the moment. A new object for each change, so that it can be compared by identity. */
export type LiveCase = {
  /** In order, without gaps from the first `after` that was asked for. */
  events: readonly TimelineEvent[]
  lastSeq: number
  /** Everything that was there when we subscribed has arrived. */
  caughtUp: boolean
  /** Written here and not yet acknowledged, in the order of writing. */
  outgoing: readonly Outgoing[]
  /** Name of the one who is writing on the other side. */
  typing: string | null
  queue: z.output<typeof queuePlace> | null
  agent: string | null
  seen: { customer: number; agent: number }
  /** Why the case cannot be followed. */
  refusal: Explainable | null
}

export type Changed = Extract<FromServer, { type: 'changed' }>['what']

export type LiveOptions = {
  url: string
  open?: (url: string) => WebSocket
  random?: () => number
  store?: OutboxStore
  now?: () => Date
}

export type Live = {
  status: () => LiveStatus
  /** Calls back after each change of any kind; read with `status` and `read`. */
  onChange: (listener: () => void) => () => void
  /** Follows a case from a sequence number on (0 for all of it) until every follower has left. */
  follow: (caseId: string, after?: number) => () => void
  /** Asks once more for a case that could not be followed. */
  followAgain: (caseId: string) => void
  read: (caseId: string) => LiveCase
  /** Sends a message and keeps it until it is acknowledged, over any number of connections. Gives its client id. */
  send: (caseId: string, text: string, fileIds?: string[]) => string
  sendAgain: (clientId: string) => void
  takeBack: (clientId: string) => void
  typing: (caseId: string) => void
  seen: (caseId: string, seq: number) => void
  /** Hints that something was changed and should be read again. After each new connection every hint is given once. */
  watch: (listener: (what: Changed) => void) => () => void
  /** Ends the connection; what was not sent stays in the store, for the next one. */
  stop: () => void
  /** Ends the connection and forgets what was not sent: at sign-out. */
  leave: () => void
}

const unknownCase: LiveCase = {
  events: [],
  lastSeq: 0,
  caughtUp: false,
  outgoing: [],
  typing: null,
  queue: null,
  agent: null,
  seen: { customer: 0, agent: 0 },
  refusal: null,
}

/** Address of the live connection of this page's server, for the session that this app speaks for. */
export function liveAddress(): string {
  return `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}${livePath}?as=${speakingAs()}`
}

/**
 * The one live connection of an app. It connects again by itself, subscribes each case with the last sequence it has,
 * drops what it has seen, asks again where a number is missing, and repeats unacknowledged messages under their own ids.
 */
export function openLive(options: LiveOptions): Live {
  const open = options.open ?? ((url: string) => new WebSocket(url))
  const random = options.random ?? Math.random
  const store = options.store ?? tabStore()
  const now = options.now ?? (() => new Date())

  const cases = new Map<string, LiveCase>()
  const followers = new Map<string, number>()
  /** From which sequence a case was asked for, until the server has told all it had: asked once, not for each event. */
  const askedFrom = new Map<string, number>()
  /** What was seen and is told with the next pause. */
  const seeing = new Map<string, { seq: number; told: number }>()
  const followingAgain = new Map<string, ReturnType<typeof setTimeout>>()
  const typingEnds = new Map<string, ReturnType<typeof setTimeout>>()
  const listeners = new Set<() => void>()
  const watchers = new Set<(what: Changed) => void>()
  let outbox: readonly Outgoing[] = store.read()
  let socket: WebSocket | null = null
  let status: LiveStatus = 'down'
  let failures = 0
  let readyAt: number | null = null
  let heardAt = 0
  let typedAt = 0
  let again: ReturnType<typeof setTimeout> | undefined
  let heartbeat: ReturnType<typeof setInterval> | undefined

  for (const caseId of new Set(outbox.map((message) => message.caseId))) refreshOutgoing(caseId)

  function tell(): void {
    for (const listener of listeners) listener()
  }

  function setStatus(next: LiveStatus): void {
    status = next
    tell()
  }

  function change(caseId: string, part: Partial<LiveCase>): void {
    cases.set(caseId, { ...(cases.get(caseId) ?? unknownCase), ...part })
    tell()
  }

  function refreshOutgoing(caseId: string): void {
    change(caseId, { outgoing: outbox.filter((message) => message.caseId === caseId) })
  }

  function keep(next: readonly Outgoing[], caseId: string): void {
    outbox = next
    store.write(outbox)
    refreshOutgoing(caseId)
  }

  function say(message: FromClient): void {
    if (status === 'ready' && socket?.readyState === 1) socket.send(JSON.stringify(message))
  }

  function subscribe(caseId: string): void {
    const after = (cases.get(caseId) ?? unknownCase).lastSeq
    if (status === 'ready') askedFrom.set(caseId, after)
    say({ type: 'subscribe', caseId, after })
  }

  function deliver({ clientId, caseId, text, fileIds }: Outgoing): void {
    say({ type: 'send', caseId, message: { clientId, text, fileIds } })
  }

  // The connection

  function connect(): void {
    clearTimeout(again)
    if (status !== 'down') return
    setStatus('connecting')
    const mine = open(options.url)
    socket = mine
    heardAt = now().getTime()
    mine.onmessage = (event) => {
      if (socket !== mine) return
      heardAt = now().getTime()
      hear(JSON.parse(String(event.data)) as FromServer)
    }
    mine.onclose = (event) => {
      if (socket !== mine) return
      if (event.code === liveClose.sessionEnded) end('signed_out')
      else lose()
    }
    mine.onerror = () => {} // a close always follows
    clearInterval(heartbeat)
    heartbeat = setInterval(listenForLife, pingEveryMs)
  }

  function listenForLife(): void {
    if (now().getTime() - heardAt > silenceMs) lose()
    else say({ type: 'ping' })
  }

  function lose(): void {
    drop()
    if (readyAt !== null && now().getTime() - readyAt > goodConnectionMs) failures = 0
    setStatus('down')
    const bound = Math.min(longestPauseMs, firstPauseMs * 2 ** failures++)
    again = setTimeout(connect, bound / 2 + random() * (bound / 2))
  }

  function drop(): void {
    const gone = socket
    socket = null
    clearInterval(heartbeat)
    gone?.close()
  }

  function end(how: 'signed_out' | 'stopped'): void {
    clearTimeout(again)
    drop()
    setStatus(how)
    // Whoever reads the account again is told by the server that a sign-in is needed.
    if (how === 'signed_out') for (const watcher of watchers) watcher('account')
  }

  /** The network or the person came back: no reason to wait out the pause. */
  function hurry(): void {
    if (status === 'down' && (typeof document === 'undefined' || document.visibilityState === 'visible')) connect()
  }

  // What the server says

  function hear(message: FromServer): void {
    if (message.type === 'ready') becomeReady()
    else if (message.type === 'event') hearEvent(message.event)
    else if (message.type === 'caught_up') hearCaughtUp(message.caseId, message.lastSeq)
    else if (message.type === 'sent') acknowledge(message.clientId, message.caseId)
    else if (message.type === 'refused') hearRefusal(message)
    else if (message.type === 'typing') hearTyping(message.caseId, message.name)
    else if (message.type === 'seen') hearSeen(message.caseId, message.by, message.seq)
    else if (message.type === 'queue') change(message.caseId, { queue: message.queue, agent: message.agent })
    else if (message.type === 'changed') for (const watcher of watchers) watcher(message.what)
  }

  function becomeReady(): void {
    const returned = readyAt !== null
    readyAt = now().getTime()
    setStatus('ready')
    for (const caseId of followers.keys()) subscribe(caseId)
    if (watchers.size > 0) say({ type: 'watch' })
    for (const message of outbox) if (!message.refusal) deliver(message)
    // Hints that came while we were away are gone; whoever watches reads once more.
    if (returned)
      for (const what of ['inbox', 'balance', 'account', 'books', 'webhooks'] as const)
        for (const w of watchers) w(what)
  }

  function hearEvent(event: TimelineEvent): void {
    const known = cases.get(event.caseId) ?? unknownCase
    if (event.seq <= known.lastSeq) return
    if (event.seq > known.lastSeq + 1) {
      // One is missing: ask for it and all after it.
      if (askedFrom.get(event.caseId) !== known.lastSeq) subscribe(event.caseId)
      return
    }
    change(event.caseId, { events: [...known.events, event], lastSeq: event.seq, typing: null })
    if (event.clientId) acknowledge(event.clientId, event.caseId)
  }

  function hearCaughtUp(caseId: string, lastSeq: number): void {
    const known = cases.get(caseId) ?? unknownCase
    const progressed = askedFrom.get(caseId) !== known.lastSeq
    askedFrom.delete(caseId)
    if (lastSeq > known.lastSeq && progressed) subscribe(caseId)
    else change(caseId, { caughtUp: true, refusal: null })
  }

  function acknowledge(clientId: string, caseId: string): void {
    if (outbox.some((message) => message.clientId === clientId)) {
      keep(
        outbox.filter((message) => message.clientId !== clientId),
        caseId,
      )
    }
  }

  function hearRefusal({ clientId, caseId, refusal }: Extract<FromServer, { type: 'refused' }>): void {
    const refused = outbox.find((message) => message.clientId === clientId)
    if (refused) {
      keep(
        outbox.map((message) => (message === refused ? { ...message, refusal } : message)),
        refused.caseId,
      )
    } else if (caseId && clientId === null) cannotFollow(caseId, refusal)
  }

  /** What passes by itself is asked for again when the server said, and told only where there is nothing to show yet. */
  function cannotFollow(caseId: string, refusal: Explainable): void {
    const pauseSeconds = refusal.figures?.retryAfterSeconds
    const passes = typeof pauseSeconds === 'number'
    if (!passes || !cases.get(caseId)?.caughtUp) change(caseId, { refusal })
    if (!passes) return
    clearTimeout(followingAgain.get(caseId))
    followingAgain.set(
      caseId,
      setTimeout(() => followAgain(caseId), pauseSeconds * 1000),
    )
  }

  function followAgain(caseId: string): void {
    if (followers.has(caseId)) subscribe(caseId)
  }

  function hearTyping(caseId: string, name: string): void {
    clearTimeout(typingEnds.get(caseId))
    typingEnds.set(
      caseId,
      setTimeout(() => change(caseId, { typing: null }), typingShownMs),
    )
    change(caseId, { typing: name })
  }

  function hearSeen(caseId: string, by: 'customer' | 'agent', seq: number): void {
    const { seen } = cases.get(caseId) ?? unknownCase
    if (seq > seen[by]) change(caseId, { seen: { ...seen, [by]: seq } })
  }

  /** At once for the first, then the newest of what was seen meanwhile: catching up would tell of each entry. */
  function seen(caseId: string, seq: number): void {
    const known = seeing.get(caseId)
    if (known) {
      known.seq = Math.max(known.seq, seq)
      return
    }
    say({ type: 'seen', caseId, seq })
    seeing.set(caseId, { seq, told: seq })
    setTimeout(() => {
      const { seq: newest, told } = seeing.get(caseId)!
      seeing.delete(caseId)
      if (newest > told) seen(caseId, newest)
    }, seenMs)
  }

  function stop(): void {
    end('stopped')
    for (const timer of [...typingEnds.values(), ...followingAgain.values()]) clearTimeout(timer)
    globalThis.removeEventListener?.('online', hurry)
    globalThis.document?.removeEventListener('visibilitychange', hurry)
  }

  globalThis.addEventListener?.('online', hurry)
  globalThis.document?.addEventListener('visibilitychange', hurry)
  connect()

  return {
    status: () => status,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    follow(caseId, after = 0) {
      if (!cases.has(caseId) || (followers.get(caseId) ?? 0) === 0) {
        const known = cases.get(caseId)
        if (!known || known.lastSeq === 0) change(caseId, { lastSeq: after })
      }
      followers.set(caseId, (followers.get(caseId) ?? 0) + 1)
      if (followers.get(caseId) === 1) subscribe(caseId)
      return () => {
        const left = (followers.get(caseId) ?? 1) - 1
        if (left > 0) return void followers.set(caseId, left)
        followers.delete(caseId)
        say({ type: 'unsubscribe', caseId })
      }
    },
    followAgain,
    read: (caseId) => cases.get(caseId) ?? unknownCase,
    send(caseId, text, fileIds = []) {
      const message = { clientId: newKey(), caseId, text, fileIds, at: now().toISOString(), refusal: null }
      keep([...outbox, message], caseId)
      deliver(message)
      return message.clientId
    },
    sendAgain(clientId) {
      const message = outbox.find((waiting) => waiting.clientId === clientId)
      if (!message) return
      const fresh = { ...message, refusal: null }
      keep(
        outbox.map((waiting) => (waiting === message ? fresh : waiting)),
        message.caseId,
      )
      deliver(fresh)
    },
    takeBack(clientId) {
      const message = outbox.find((waiting) => waiting.clientId === clientId)
      if (message) acknowledge(clientId, message.caseId)
    },
    typing(caseId) {
      if (now().getTime() - typedAt < typingEveryMs) return
      typedAt = now().getTime()
      say({ type: 'typing', caseId })
    },
    seen,
    watch(listener) {
      watchers.add(listener)
      if (watchers.size === 1) say({ type: 'watch' })
      return () => watchers.delete(listener)
    },
    stop,
    leave() {
      stop()
      store.write([])
    },
  }
}
