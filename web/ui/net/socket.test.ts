import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { type WebSocket as ServerSocket, WebSocketServer } from 'ws'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { type FromClient, type FromServer, liveClose } from '../../../contract/live.ts'
import type { Outgoing } from './outbox.ts'
import { type Live, openLive } from './socket.ts'

type Refusal = Extract<FromServer, { type: 'refused' }>['refusal']
const caseId = '018f0000-0000-7000-8000-000000000001'

/** The other end of the wire: one case with a gapless sequence, each client id stored once. It can fail on demand. */
class Wire {
  readonly server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  readonly events: TimelineEvent[] = []
  readonly said: FromClient[] = []
  connections = 0
  /** Called with each message before it is answered; false swallows the answer and cuts the line. */
  survives: (message: FromClient) => boolean = () => true
  /** What a message is refused with, instead of any other answer. */
  refuses: (message: FromClient) => Refusal | null = () => null
  #socket: ServerSocket | null = null

  constructor() {
    this.server.on('connection', (socket) => {
      this.connections++
      this.#socket = socket
      this.say({ type: 'ready' })
      socket.on('message', (text) => this.#hear(JSON.parse(String(text)) as FromClient))
    })
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  say(message: FromServer): void {
    this.#socket?.send(JSON.stringify(message))
  }

  refuse(clientId: string | null, refusal: Refusal): void {
    this.say({ type: 'refused', clientId, caseId, refusal })
  }

  cut(code?: number): void {
    if (code) this.#socket?.close(code)
    else this.#socket?.terminate()
  }

  store(text: string, clientId: string | null = null): TimelineEvent {
    const known = clientId && this.events.find((event) => event.clientId === clientId)
    if (known) return known
    const event: TimelineEvent = {
      caseId,
      seq: this.events.length + 1,
      at: '2026-11-22T03:00:00Z',
      kind: 'message',
      author: { kind: clientId ? 'customer' : 'agent', name: clientId ? 'Rina' : 'Sari' },
      text,
      files: [],
      clientId,
      paymentId: null,
      action: null,
    }
    this.events.push(event)
    return event
  }

  #hear(message: FromClient): void {
    this.said.push(message)
    const refusal = this.refuses(message)
    if (refusal) {
      this.refuse(null, refusal)
      return
    }
    const stored = message.type === 'send' ? this.store(message.message.text, message.message.clientId) : null
    if (!this.survives(message)) {
      this.cut()
      return
    }
    if (message.type === 'subscribe') {
      for (const event of this.events.slice(message.after)) this.say({ type: 'event', event })
      this.say({ type: 'caught_up', caseId, lastSeq: this.events.length })
    }
    if (stored) {
      this.say({ type: 'event', event: stored })
      this.say({ type: 'sent', clientId: stored.clientId!, caseId, seq: stored.seq })
    }
  }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 5_000
  while (!holds()) {
    if (Date.now() > deadline) throw new Error(`never came: ${what}`)
    await new Promise((done) => setTimeout(done, 5))
  }
}

describe('the live connection', () => {
  let wire: Wire
  let live: Live
  let kept: readonly Outgoing[]
  const connect = () =>
    openLive({ url: wire.url, random: () => 0, store: { read: () => [...kept], write: (all) => (kept = all) } })
  const texts = () => live.read(caseId).events.map((event) => event.text)

  beforeEach(async () => {
    kept = []
    wire = new Wire()
    await once(wire.server, 'listening')
    live = connect()
  })
  afterEach(() => {
    live.stop()
    for (const socket of wire.server.clients) socket.terminate()
    wire.server.close()
  })

  test('goes on from the last sequence it has after the line was cut', async () => {
    wire.store('one')
    live.follow(caseId)
    await until(() => live.read(caseId).caughtUp, 'the first event')
    wire.cut()
    wire.store('two')
    await until(() => texts().length === 2, 'the event of the pause')
    assert.deepEqual(texts(), ['one', 'two'])
    assert.deepEqual(
      wire.said.filter((message) => message.type === 'subscribe').map((message) => message.after),
      [0, 1],
    )
  })

  test('shows an event once however often it comes, and asks again where one is missing', async () => {
    live.follow(caseId)
    await until(() => live.read(caseId).caughtUp, 'the start')
    const one = wire.store('one')
    wire.store('two')
    const three = wire.store('three')
    wire.say({ type: 'event', event: one })
    wire.say({ type: 'event', event: three })
    wire.say({ type: 'event', event: three })
    const asked = () => wire.said.filter((message) => message.type === 'subscribe').length
    await until(() => texts().length === 3, 'all three')
    assert.deepEqual(texts(), ['one', 'two', 'three'])
    assert.equal(asked(), 2)
  })

  test('a message is stored once and shown once, wherever the line is cut', async () => {
    live.follow(caseId)
    await until(() => live.status() === 'ready', 'a connection')
    let cuts = 3
    wire.survives = (message) => message.type !== 'send' || cuts-- <= 0
    live.send(caseId, 'Is my money safe?')
    assert.deepEqual(
      live.read(caseId).outgoing.map((message) => message.text),
      ['Is my money safe?'],
    )
    await until(() => live.read(caseId).outgoing.length === 0 && texts().length === 1, 'the acknowledgement')
    assert.equal(wire.events.length, 1)
    assert.deepEqual(texts(), ['Is my money safe?'])
    assert.deepEqual(kept, [])
  })

  test('what was written without a network is sent in order once it is back, also after a reload', async () => {
    await until(() => live.status() === 'ready', 'a connection')
    wire.survives = () => false
    live.send(caseId, 'first')
    live.send(caseId, 'second')
    assert.equal(kept.length, 2)
    live.stop()
    wire.events.length = 0
    wire.survives = () => true
    live = connect()
    live.follow(caseId)
    await until(() => live.read(caseId).caughtUp && live.read(caseId).outgoing.length === 0, 'both messages')
    assert.deepEqual(texts(), ['first', 'second'])
  })

  test('who signs out leaves nothing behind that was not sent', async () => {
    await until(() => live.status() === 'ready', 'a connection')
    wire.survives = () => false
    live.send(caseId, 'mine')
    assert.equal(kept.length, 1)
    live.leave()
    assert.deepEqual(kept, [])
  })

  test('a refused message waits for the person and is not repeated by itself', async () => {
    await until(() => live.status() === 'ready', 'a connection')
    wire.survives = (message) => {
      if (message.type === 'send') {
        wire.events.pop()
        wire.say({
          type: 'refused',
          clientId: message.message.clientId,
          caseId,
          refusal: { code: 'case_closed', figures: {} },
        })
      }
      return message.type !== 'send'
    }
    const clientId = live.send(caseId, 'Hello')
    await until(() => live.read(caseId).outgoing[0]?.refusal != null, 'the refusal')
    wire.survives = () => true
    wire.cut()
    await until(() => live.status() !== 'ready', 'the cut')
    await until(() => live.status() === 'ready', 'the next connection')
    assert.equal(wire.events.length, 0)
    live.sendAgain(clientId)
    await until(() => live.read(caseId).outgoing.length === 0, 'the second try')
    assert.equal(wire.events.length, 1)
  })

  test('a case that could not be followed for a moment is asked for again by itself, and loses nothing', async () => {
    await until(() => live.status() === 'ready', 'a connection')
    wire.store('Hello')
    wire.refuses = ({ type }) =>
      type === 'subscribe' ? { code: 'unavailable', figures: { retryAfterSeconds: 0.05 } } : null
    const leave = live.follow(caseId)
    await until(() => live.read(caseId).refusal !== null, 'the refusal')
    wire.refuses = () => null
    await until(() => live.read(caseId).caughtUp, 'the case')
    assert.equal(live.read(caseId).refusal, null)
    assert.equal(live.read(caseId).events.length, 1)
    leave()
  })

  test('a refusal of a message that was taken back says nothing of its case', async () => {
    live.follow(caseId)
    await until(() => live.read(caseId).caughtUp, 'the case')
    wire.refuse('taken back', { code: 'case_closed', figures: {} })
    wire.say({ type: 'typing', caseId, name: 'Sari' })
    await until(() => live.read(caseId).typing !== null, 'what came after')
    assert.equal(live.read(caseId).refusal, null)
  })

  test('stays away when the session has ended, and gives every hint again after an ordinary cut', async () => {
    const hints: string[] = []
    live.watch((what) => hints.push(what))
    await until(() => live.status() === 'ready', 'a connection')
    wire.cut()
    await until(() => hints.length === 5, 'the hints')
    assert.deepEqual(hints, ['inbox', 'balance', 'account', 'books', 'webhooks'])
    const connections = wire.connections
    wire.cut(liveClose.sessionEnded)
    await until(() => live.status() === 'signed_out', 'the end')
    await new Promise((done) => setTimeout(done, 500))
    assert.equal(wire.connections, connections)
  })
})
