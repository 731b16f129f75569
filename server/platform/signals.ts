import { createBatches } from './batches.ts'
import { startBeat } from './beat.ts'
import type { Db, Sql } from './database.ts'
import { createGathering } from './gathering.ts'
import type { Ids } from './ids.ts'
import type { Log } from './log.ts'

/** PostgreSQL's channel; the triggers of 0005_desk.sql write to it as well. */
export const signalChannel = 'dompet_live'
/** PostgreSQL refuses payloads of 8,000 bytes and more. */
const maximumNoticeBytes = 7_900
/** Signals sent outside transactions that may share one notice, and that may wait. */
const signalsPerNotice = 64
const signalsWaiting = 10_000
/** Signals that nobody waits for are gathered for this long. */
const noticeGapMs = 10
/** A process that does not hear its own beat for this long listens anew. */
const beatMs = 5_000
const silenceMs = 15_000

/** A short word to all processes: a topic and what it is about. Never a secret, never what a person wrote. */
export type Signal = [topic: string, ...about: (string | number)[]]
type Listener = (...about: (string | number)[]) => void

export type Signals = {
  /** Tells local listeners at once and every other process soon after. */
  send(signal: Signal): Promise<void>
  tellHere(signal: Signal): void
  /** Without waiting. A notice may be lost when the process ends: who must not miss it looks for itself now and then. */
  tellOthers(signal: Signal): void
  on(topic: string, listener: Listener): void
  /** Called when signals may have been missed: read anew what matters. */
  onResume(listener: () => void): void
  close(): Promise<void>
}

/** The texts of the notices that carry these signals, each within PostgreSQL's bound. */
export function notices(signals: Signal[], from = ''): string[] {
  const texts: string[] = []
  let part: string[] = []
  let bytes = 0
  for (const signal of signals) {
    const text = JSON.stringify(signal)
    const length = Buffer.byteLength(text) + 1
    if (part.length > 0 && bytes + length > maximumNoticeBytes - 100) {
      texts.push(`{"from":"${from}","signals":[${part.join(',')}]}`)
      part = []
      bytes = 0
    }
    part.push(text)
    bytes += length
  }
  if (part.length > 0) texts.push(`{"from":"${from}","signals":[${part.join(',')}]}`)
  return texts
}

/** Tells every process, this one too, when the caller's transaction commits. */
export async function tell(db: Db, signals: Signal[]): Promise<void> {
  for (const text of notices(signals)) await db`select pg_notify(${signalChannel}, ${text})`
}

/** Joins the conversation of the processes that share a database. */
export async function openSignals(deps: { sql: Sql; ids: Ids; log: Log }): Promise<Signals> {
  const { sql, log } = deps
  /** Names this process to the others; its own notices come back and are skipped. */
  const id = deps.ids()
  const listeners = new Map<string, Listener[]>()
  const resumed: (() => void)[] = []
  let heardAt = Date.now()

  function dispatch([topic, ...about]: Signal) {
    for (const listener of listeners.get(topic) ?? []) listener(...about)
  }

  function receive(text: string) {
    heardAt = Date.now()
    const own = text.startsWith(`{"from":"${id}"`)
    if (own) return
    const notice = JSON.parse(text) as { signals: Signal[] }
    for (const signal of notice.signals) dispatch(signal)
  }

  const outgoing = createBatches<Signal, null>(
    { lanes: 1, batchLimit: signalsPerNotice, queueLimit: signalsWaiting },
    () => [],
    async (signals) => {
      for (const text of notices(signals, id)) await sql`select pg_notify(${signalChannel}, ${text})`
      return signals.map(() => null)
    },
  )

  const unsent: Signal[] = []
  const gathering = createGathering(noticeGapMs)

  function sendGathered() {
    for (const signal of unsent.splice(0))
      outgoing.submit(signal).catch((error) => log.warn({ err: error }, 'a signal was not sent'))
  }

  function listen() {
    return sql.listen(signalChannel, receive, () => {
      heardAt = Date.now()
      for (const listener of resumed) listener()
    })
  }
  let listening = await listen()

  /** The pool listens again after a cut. A line that is dead and does not say so is found out by the beat. */
  async function sayAlive() {
    if (Date.now() - heardAt > silenceMs) {
      log.warn('no signal heard for long: listening anew')
      await listening.unlisten().catch(() => {})
      listening = await listen()
    }
    await sql`select pg_notify(${signalChannel}, ${`{"from":"${id}","signals":[]}`})`
  }
  const beat = startBeat(beatMs, sayAlive, (error) => log.warn({ err: error }, 'signals cannot reach the database'))

  return {
    async send(signal) {
      dispatch(signal)
      await outgoing.submit(signal)
    },
    tellHere: dispatch,
    tellOthers(signal) {
      unsent.push(signal)
      gathering.run('', sendGathered)
    },
    on(topic, listener) {
      listeners.set(topic, [...(listeners.get(topic) ?? []), listener])
    },
    onResume(listener) {
      resumed.push(listener)
    },
    async close() {
      await beat.stop()
      gathering.stop()
      sendGathered()
      await outgoing.drain()
      await listening.unlisten().catch(() => {})
    },
  }
}
