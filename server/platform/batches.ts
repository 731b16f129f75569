import { isConnectionLost } from './database.ts'

/**
 * Runs one batch on a lane; answers one outcome for each item, in the same order. Calls `sent` when another batch may
 * follow on the lane, where lanes are deep.
 */
export type RunBatch<Item, Outcome> = (items: Item[], lane: number, sent: () => void) => Promise<Outcome[]>

export type BatchOptions = {
  /** Lanes that run side by side, each on a connection of its own. */
  lanes: number
  /** Batches that may follow each other on a lane without waiting for the end of the one before; 1 unless told. */
  depth?: number
  /** Most items of one batch. */
  batchLimit: number
  /** Most items that may wait; past it `submit` throws `QueueFull`. */
  queueLimit: number
}

export class QueueFull extends Error {
  override name = 'QueueFull'
}

export type Batches<Item, Outcome> = {
  submit(item: Item): Promise<Outcome>
  /** Resolves when everything that was submitted has its outcome. */
  drain(): Promise<void>
}

type Waiting<Item, Outcome> = {
  item: Item
  touched: string[]
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/**
 * Collects concurrent items into batches without a timer: while one batch commits, the next collects, and a lone item
 * goes at once. `touchedBy` names what an item locks: items that touch the same thing never run on two lanes at once,
 * so that a batch does not wait in the database for its neighbour, and they keep their order.
 *
 * When a whole batch throws, each of its items is tried once more alone, so that one bad item never spoils its
 * neighbours. Where the database was lost, the whole batch is tried once more, and everybody is told when that fails as
 * well. `run` must therefore be idempotent for each item.
 */
export function createBatches<Item, Outcome>(
  options: BatchOptions,
  touchedBy: (item: Item) => string[],
  run: RunBatch<Item, Outcome>,
): Batches<Item, Outcome> {
  const { lanes, depth = 1, batchLimit, queueLimit } = options
  let queue: Waiting<Item, Outcome>[] = []
  let starting = false
  const underWay = Array.from({ length: lanes }, () => 0)
  /** The batch that a lane has not sent yet: nothing follows it before. */
  const unsent = Array.from({ length: lanes }, (): unknown => undefined)
  const inFlight = createInFlight()
  const drained: (() => void)[] = []

  function submit(item: Item): Promise<Outcome> {
    if (queue.length >= queueLimit) return Promise.reject(new QueueFull())
    return new Promise((resolve, reject) => {
      queue.push({ item, touched: touchedBy(item), resolve, reject })
      startSoon()
    })
  }

  const takesMore = (lane: number) => underWay[lane]! < depth && unsent[lane] === undefined

  /** One turn of the event loop lets requests that arrive together share the batch. */
  function startSoon() {
    if (starting || queue.length === 0 || underWay.every((_, lane) => !takesMore(lane))) return
    starting = true
    setImmediate(start)
  }

  /** Idle lanes first: following another batch is for what cannot run beside it. */
  function start() {
    starting = false
    for (let ahead = 0; ahead < depth; ahead += 1) {
      for (let lane = 0; lane < lanes && queue.length > 0; lane += 1) {
        if (underWay[lane] !== ahead || !takesMore(lane)) continue
        const batch = takeBatch(lane)
        if (batch.length > 0) void finish(batch, lane)
      }
    }
  }

  /** The oldest items that touch nothing in flight on another lane, nor what an older item still waits for. */
  function takeBatch(lane: number): Waiting<Item, Outcome>[] {
    const batch: Waiting<Item, Outcome>[] = []
    const left: Waiting<Item, Outcome>[] = []
    const passedOver = new Set<string>()
    let index = 0
    for (; index < queue.length && batch.length < batchLimit; index += 1) {
      const waiting = queue[index]!
      const free = waiting.touched.every((name) => inFlight.isFree(name, lane) && !passedOver.has(name))
      if (free) batch.push(waiting)
      else {
        left.push(waiting)
        for (const name of waiting.touched) passedOver.add(name)
      }
    }
    queue = index === queue.length ? left : left.concat(queue.slice(index))
    return batch
  }

  async function finish(batch: Waiting<Item, Outcome>[], lane: number) {
    underWay[lane]! += 1
    for (const { touched } of batch) for (const name of touched) inFlight.enter(name, lane)
    unsent[lane] = batch
    const sent = () => {
      if (unsent[lane] !== batch) return
      unsent[lane] = undefined
      startSoon()
    }
    await runBatch(batch, lane, sent)
    sent()
    for (const { touched } of batch) for (const name of touched) inFlight.leave(name)
    underWay[lane]! -= 1
    startSoon()
    if (queue.length === 0 && isIdle()) for (const resolve of drained.splice(0)) resolve()
  }

  const isIdle = () => underWay.every((batches) => batches === 0)

  async function runBatch(batch: Waiting<Item, Outcome>[], lane: number, sent: () => void, again = false) {
    try {
      const outcomes = await run(
        batch.map((waiting) => waiting.item),
        lane,
        sent,
      )
      batch.forEach((waiting, index) => {
        waiting.resolve(outcomes[index]!)
      })
    } catch (error) {
      const lost = isConnectionLost(error)
      if (lost && !again) return runBatch(batch, lane, sent, true)
      if (lost || batch.length === 1) for (const { reject } of batch) reject(error)
      else for (const waiting of batch) await runBatch([waiting], lane, sent)
    }
  }

  function drain(): Promise<void> {
    if (queue.length === 0 && isIdle()) return Promise.resolve()
    return new Promise((resolve) => drained.push(resolve))
  }

  return { submit, drain }
}

/** What is touched by batches under way: on which lane, and how often. */
function createInFlight() {
  const places = new Map<string, { lane: number; times: number }>()
  return {
    isFree(name: string, lane: number): boolean {
      const place = places.get(name)
      return place === undefined || place.lane === lane
    },
    enter(name: string, lane: number) {
      const place = places.get(name)
      if (place) place.times += 1
      else places.set(name, { lane, times: 1 })
    },
    leave(name: string) {
      const place = places.get(name)!
      if (place.times === 1) places.delete(name)
      else place.times -= 1
    },
  }
}
