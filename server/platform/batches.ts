import { isConnectionLost } from './database.ts'

/** Runs one batch; answers one outcome for each item, in the same order. */
export type RunBatch<Item, Outcome> = (items: Item[]) => Promise<Outcome[]>

export type BatchOptions = {
  /** Batches that may run at once, each on a connection of its own. */
  lanes: number
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
 * goes at once. `touchedBy` names what an item locks: items that touch the same thing never run in two batches at once,
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
  let queue: Waiting<Item, Outcome>[] = []
  let running = 0
  let starting = false
  const inFlight = new Set<string>()
  const drained: (() => void)[] = []

  function submit(item: Item): Promise<Outcome> {
    if (queue.length >= options.queueLimit) return Promise.reject(new QueueFull())
    return new Promise((resolve, reject) => {
      queue.push({ item, touched: touchedBy(item), resolve, reject })
      startSoon()
    })
  }

  /** One turn of the event loop lets requests that arrive together share the batch. */
  function startSoon() {
    if (starting || running >= options.lanes || queue.length === 0) return
    starting = true
    setImmediate(start)
  }

  function start() {
    starting = false
    while (running < options.lanes && queue.length > 0) {
      const batch = takeBatch()
      if (batch.length === 0) return
      running += 1
      void finish(batch)
    }
  }

  /** The oldest items that touch nothing in flight, nor what an older item still waits for. */
  function takeBatch(): Waiting<Item, Outcome>[] {
    const batch: Waiting<Item, Outcome>[] = []
    const left: Waiting<Item, Outcome>[] = []
    const passedOver = new Set<string>()
    let index = 0
    for (; index < queue.length && batch.length < options.batchLimit; index += 1) {
      const waiting = queue[index]!
      const free = waiting.touched.every((name) => !inFlight.has(name) && !passedOver.has(name))
      if (free) batch.push(waiting)
      else {
        left.push(waiting)
        for (const name of waiting.touched) passedOver.add(name)
      }
    }
    queue = index === queue.length ? left : left.concat(queue.slice(index))
    for (const { touched } of batch) for (const name of touched) inFlight.add(name)
    return batch
  }

  async function finish(batch: Waiting<Item, Outcome>[]) {
    await runBatch(batch)
    for (const { touched } of batch) for (const name of touched) inFlight.delete(name)
    running -= 1
    startSoon()
    if (running === 0 && queue.length === 0) for (const resolve of drained.splice(0)) resolve()
  }

  async function runBatch(batch: Waiting<Item, Outcome>[], again = false) {
    try {
      const outcomes = await run(batch.map((waiting) => waiting.item))
      batch.forEach((waiting, index) => {
        waiting.resolve(outcomes[index]!)
      })
    } catch (error) {
      const lost = isConnectionLost(error)
      if (lost && !again) return runBatch(batch, true)
      if (lost || batch.length === 1) for (const { reject } of batch) reject(error)
      else for (const waiting of batch) await runBatch([waiting])
    }
  }

  function drain(): Promise<void> {
    if (queue.length === 0 && running === 0) return Promise.resolve()
    return new Promise((resolve) => drained.push(resolve))
  }

  return { submit, drain }
}
