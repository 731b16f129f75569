import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import type { TimelineEvent } from '../../contract/chat.ts'
import type { FromClient, FromServer } from '../../contract/live.ts'
import type { Random } from '../chaos/random.ts'
import type { Person } from './world.ts'

const retryMs = 150
const requestTimeoutMs = 20_000
/** A socket lives this long on average before it is cut, without a close. */
const meanLifeMs = 12_000

/** What went wrong as the reader sees it: never anything, or the test fails. */
export type Faults = string[]
export type Reply = { status: number; body: Record<string, unknown> }
type Outgoing = { caseId: string; clientId: string; text: string; settle(stored: boolean): void }
type Timeline = { lastSeq: number; onEvent(event: TimelineEvent): void }

export type Line = ReturnType<typeof openLine>

/**
 * One person's app: a socket to one of the servers that is cut again and again, timelines resumed by sequence, messages
 * sent one at a time until they are acknowledged, requests asked again until they are answered.
 */
export function openLine(person: Person, urls: readonly string[], random: Random, faults: Faults) {
  const timelines = new Map<string, Timeline>()
  const outbox: Outgoing[] = []
  let socket: WebSocket | undefined
  let closed = false
  let onInbox = () => {}
  let cuts = 0

  function connect() {
    if (closed) return
    const url = random.pick(urls).replace('http', 'ws')
    const fresh = new WebSocket(`${url}/api/live`, { headers: { cookie: person.cookie } })
    socket = fresh
    let life: NodeJS.Timeout | undefined
    fresh.on('open', () => {
      life = setTimeout(
        () => {
          cuts += 1
          fresh.terminate()
        },
        500 + 2 * random.below(meanLifeMs),
      )
      say({ type: 'watch' })
      for (const [caseId, { lastSeq }] of timelines) say({ type: 'subscribe', caseId, after: lastSeq })
      sendNext()
    })
    fresh.on('message', (data) => {
      if (socket === fresh) hear(JSON.parse(String(data)) as FromServer)
    })
    fresh.on('error', () => {})
    fresh.on('close', () => {
      clearTimeout(life)
      if (socket !== fresh) return
      socket = undefined
      setTimeout(connect, retryMs + random.below(retryMs))
    })
  }

  function say(message: FromClient) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  function sendNext() {
    const next = outbox[0]
    if (next)
      say({ type: 'send', caseId: next.caseId, message: { clientId: next.clientId, text: next.text, fileIds: [] } })
  }

  function hear(message: FromServer) {
    if (message.type === 'event') return read(message.event)
    if (message.type === 'changed' && message.what === 'inbox') return onInbox()
    if (message.type === 'sent') return acknowledged(message.clientId)
    if (message.type === 'refused') refused(message)
  }

  function read(event: TimelineEvent) {
    const timeline = timelines.get(event.caseId)
    if (!timeline) return
    if (event.seq !== timeline.lastSeq + 1)
      faults.push(`${person.name} got entry ${event.seq} after ${timeline.lastSeq} of ${event.caseId}`)
    timeline.lastSeq = event.seq
    timeline.onEvent(event)
  }

  function acknowledged(clientId: string) {
    if (outbox[0]?.clientId !== clientId) return
    outbox.shift()!.settle(true)
    sendNext()
  }

  function refused(message: Extract<FromServer, { type: 'refused' }>) {
    const passing = ['overloaded', 'unavailable', 'rate_limited'].includes(message.refusal.code)
    if (message.clientId === null || outbox[0]?.clientId !== message.clientId) {
      if (!passing) faults.push(`${person.name} was refused: ${message.refusal.code}`)
      return
    }
    if (passing) {
      setTimeout(sendNext, retryMs)
      return
    }
    // An agent whose conversation went to somebody else has nothing more to say in it.
    if (!person.cookie.startsWith('dompet_staff')) faults.push(`${person.name} may not write: ${message.refusal.code}`)
    outbox.shift()!.settle(false)
    sendNext()
  }

  connect()
  return {
    person,
    follow(caseId: string, onEvent: (event: TimelineEvent) => void) {
      timelines.set(caseId, { lastSeq: 0, onEvent })
      say({ type: 'subscribe', caseId, after: 0 })
    },
    unfollow(caseId: string) {
      timelines.delete(caseId)
      say({ type: 'unsubscribe', caseId })
    },
    /** Resolves when the message is stored, however many sockets that takes; false when it may not be. */
    write(caseId: string, text: string): Promise<boolean> {
      return new Promise((resolve) => {
        outbox.push({ caseId, clientId: randomUUID(), text, settle: resolve })
        if (outbox.length === 1) sendNext()
      })
    },
    /** Asks one of the servers until one answers other than "later". */
    async ask(method: string, route: string, body?: unknown): Promise<Reply> {
      for (;;) {
        const response = await fetch(random.pick(urls) + route, {
          method,
          headers: { 'x-dompet-request': '1', cookie: person.cookie, 'content-type': 'application/json' },
          signal: AbortSignal.timeout(requestTimeoutMs),
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }).catch(() => undefined)
        const reply = await response?.json().catch(() => undefined)
        if (response && reply && response.status !== 503)
          return { status: response.status, body: reply as Reply['body'] }
        if (closed) throw new Error('nobody asks any more')
        await sleep(retryMs)
      }
    },
    watchInbox(hint: () => void) {
      onInbox = hint
    },
    cuts: () => cuts,
    close() {
      closed = true
      socket?.terminate()
    },
  }
}
