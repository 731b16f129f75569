import { createBatches } from '../platform/batches.ts'
import { startBeat } from '../platform/beat.ts'
import type { Sql } from '../platform/database.ts'
import type { Log } from '../platform/log.ts'
import type { Signals } from '../platform/signals.ts'
import { readEventsOfMany, readLastSeqs } from './timeline.sql.ts'
import { type Audience, type StoredEvent, viewFor } from './timeline.ts'

/** Entries read in one go for one reader. */
const pageEntries = 50
/** Readers that one question to the database serves, such questions at once, and readers that may wait. */
const readersPerQuestion = 64
const questionsAtOnce = 2
const readersWaiting = 50_000
/** A process that ends right after a commit tells nobody: how far timelines have grown is looked up this often. */
const sweepMs = 5_000
/** An entry that was announced is there; asking this often in vain means that something is wrong. */
const fruitlessReads = 10

/** Somebody to whom a timeline is read out; a socket, in the end. */
export type Reader = {
  audience: Audience
  isOpen(): boolean
  /** At once, for what happens now. */
  deliver(text: string): void
  /** At the reader's pace, for what was missed. */
  deliverPaced(text: string): Promise<void>
  /** Everything up to here was delivered; from now on entries come as they happen. */
  caughtUp(lastSeq: number): void
  failed(error: unknown): void
}

type Subscription = { reader: Reader; sent: number; live: boolean; ended: boolean }
/** `known`: the newest number that exists as far as this process has heard. `delivered`: what its live readers have. */
type Channel = { known: number; delivered: number; reading: boolean; subscriptions: Set<Subscription> }
/** One entry with its text for each audience, made once. */
type Outgoing = { seq: number; text(audience: Audience): string }

export type Feed = ReturnType<typeof createFeed>

/**
 * Delivery by sequence, in one process. A reader first gets what it lacks, page by page, and turns live when there is
 * nothing that this process knows of and the reader has not; from then on it gets each entry once, in order. An entry
 * that arrives ahead of its predecessors makes the feed read them from the database first.
 */
export function createFeed(deps: { sql: Sql; signals: Signals; log: Log }) {
  const channels = new Map<string, Channel>()
  const reads = createBatches<{ caseId: string; after: number }, StoredEvent[]>(
    { lanes: questionsAtOnce, batchLimit: readersPerQuestion, queueLimit: readersWaiting },
    () => [],
    (wanted) => readEventsOfMany(deps.sql, wanted, pageEntries),
  )

  /** Reads the timeline out to a reader, from behind `after`. Answers the way to stop. */
  function subscribe(caseId: string, after: number, reader: Reader): () => void {
    const channel = channels.get(caseId) ?? { known: 0, delivered: 0, reading: false, subscriptions: new Set() }
    channels.set(caseId, channel)
    const subscription: Subscription = { reader, sent: after, live: false, ended: false }
    channel.subscriptions.add(subscription)
    function end() {
      subscription.ended = true
      channel.subscriptions.delete(subscription)
      if (channel.subscriptions.size === 0 && channels.get(caseId) === channel) channels.delete(caseId)
    }
    catchUp(caseId, channel, subscription).catch((error) => {
      if (!subscription.ended) reader.failed(error)
      end()
    })
    return end
  }

  async function catchUp(caseId: string, channel: Channel, subscription: Subscription) {
    const { reader } = subscription
    for (let fruitless = 0; ; ) {
      const page = await reads.submit({ caseId, after: subscription.sent })
      fruitless = page.length === 0 ? fruitless + 1 : 0
      if (fruitless > fruitlessReads) throw new Error('entries that were announced cannot be read')
      for (const event of page) {
        if (subscription.ended || !reader.isOpen()) return
        await reader.deliverPaced(outgoing(event).text(reader.audience))
        subscription.sent = event.seq
      }
      if (subscription.ended) return
      // Nothing is awaited from here to the end: between "has everything" and "is live" no entry can slip through.
      if (page.length < pageEntries && subscription.sent >= channel.known) break
    }
    if (!hasLive(channel)) channel.delivered = subscription.sent
    channel.known = Math.max(channel.known, subscription.sent)
    subscription.live = true
    reader.caughtUp(subscription.sent)
    // A reader that came later may have read further than the live ones were told.
    if (channel.known > channel.delivered) void fillUp(caseId, channel)
  }

  function hasLive(channel: Channel): boolean {
    for (const subscription of channel.subscriptions) if (subscription.live) return true
    return false
  }

  /** Entries that this process has just stored, in order. */
  function publish(caseId: string, events: readonly StoredEvent[]) {
    const channel = channels.get(caseId)
    if (!channel || events.length === 0) return
    channel.known = Math.max(channel.known, events.at(-1)!.seq)
    if (!hasLive(channel)) return
    if (events[0]!.seq === channel.delivered + 1) deliver(channel, events)
    if (channel.known > channel.delivered) void fillUp(caseId, channel)
  }

  /** Word that the timeline has grown to `seq`, from whomever. */
  function advance(caseId: string, seq: number) {
    const channel = channels.get(caseId)
    if (!channel) return
    channel.known = Math.max(channel.known, seq)
    if (hasLive(channel) && channel.known > channel.delivered) void fillUp(caseId, channel)
  }

  /** Reads what the live readers lack; one reading at a time for each case. */
  async function fillUp(caseId: string, channel: Channel) {
    if (channel.reading) return
    channel.reading = true
    try {
      while (channel.known > channel.delivered && hasLive(channel)) {
        const events = await reads.submit({ caseId, after: channel.delivered })
        const lacking = events.filter((event) => event.seq > channel.delivered)
        if (lacking.length > 0) deliver(channel, lacking)
        else if (events.length === 0) break
      }
    } catch (error) {
      deps.log.error({ err: error, caseId }, 'timeline could not be read')
      for (const { reader } of [...channel.subscriptions]) reader.failed(error)
    } finally {
      channel.reading = false
    }
  }

  /** Reads on without having heard of anything new. */
  async function refresh(caseId: string, channel: Channel) {
    try {
      const events = await reads.submit({ caseId, after: channel.delivered })
      const lacking = events.filter((event) => event.seq > channel.delivered)
      publish(caseId, lacking)
      if (events.length === pageEntries) await refresh(caseId, channel)
    } catch (error) {
      for (const { reader } of [...channel.subscriptions]) reader.failed(error)
    }
  }

  function deliver(channel: Channel, events: readonly StoredEvent[]) {
    for (const event of events) {
      const entry = outgoing(event)
      for (const subscription of channel.subscriptions) {
        if (!subscription.live || subscription.sent >= entry.seq) continue
        subscription.sent = entry.seq
        subscription.reader.deliver(entry.text(subscription.reader.audience))
      }
      channel.delivered = event.seq
    }
  }

  /** Something that is not kept, such as typing, for one side of a conversation. */
  function whisper(caseId: string, audience: Audience, text: string) {
    for (const { reader, live } of channels.get(caseId)?.subscriptions ?? [])
      if (live && reader.audience === audience) reader.deliver(text)
  }

  deps.signals.on('case', (caseId, seq, agentId) => {
    advance(String(caseId), Number(seq))
    deps.signals.tellHere(agentId ? ['inbox_of', agentId] : ['inbox'])
  })
  /** After a time of deafness every timeline that is read here may have grown. */
  deps.signals.onResume(() => {
    for (const [caseId, channel] of channels) if (hasLive(channel)) void refresh(caseId, channel)
  })

  async function sweep() {
    const followed = [...channels].filter(([, channel]) => hasLive(channel)).map(([caseId]) => caseId)
    if (followed.length === 0) return
    for (const { caseId, lastSeq } of await readLastSeqs(deps.sql, followed)) advance(caseId, lastSeq)
  }
  const sweeping = startBeat(sweepMs, sweep, (error) =>
    deps.log.warn({ err: error }, 'timelines could not be looked through'),
  )

  return { subscribe, publish, whisper, stop: sweeping.stop }
}

function outgoing(event: StoredEvent): Outgoing {
  const texts: Partial<Record<Audience, string>> = {}
  return {
    seq: event.seq,
    text(audience) {
      texts[audience] ??= `{"type":"event","event":${JSON.stringify(viewFor(audience, event))}}`
      return texts[audience]
    },
  }
}
