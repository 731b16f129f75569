/** Runs one batch on one lane; answers one outcome for each item, in the same order. */
export type RunBatch<Item, Outcome> = (lane: number, items: Item[]) => Promise<Outcome[]>

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

type Waiting<Item, Outcome> = { item: Item; resolve(outcome: Outcome): void; reject(error: unknown): void }

/**
 * Collects concurrent items into batches without a timer: while one batch commits, the next collects, and a lone item
 * goes at once. When a whole batch throws, each of its items is tried once more alone, so that one bad item never
 * spoils its neighbours; `run` must therefore be idempotent for each item.
 */
export function createBatches<Item, Outcome>(options: BatchOptions, run: RunBatch<Item, Outcome>) {
  let queue: Waiting<Item, Outcome>[] = []
  const idleLanes = Array.from({ length: options.lanes }, (_, lane) => lane)
  const drained: (() => void)[] = []

  function submit(item: Item): Promise<Outcome> {
    if (queue.length >= options.queueLimit) return Promise.reject(new QueueFull())
    return new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject })
      startIdleLane()
    })
  }

  function startIdleLane() {
    const lane = idleLanes.pop()
    if (lane !== undefined) void serve(lane)
  }

  async function serve(lane: number) {
    // One turn of the event loop lets requests that arrived together share the batch.
    await new Promise(setImmediate)
    while (queue.length > 0) {
      const batch = queue.slice(0, options.batchLimit)
      queue = queue.slice(options.batchLimit)
      await runBatch(lane, batch)
    }
    idleLanes.push(lane)
    if (idleLanes.length === options.lanes) for (const resolve of drained.splice(0)) resolve()
  }

  async function runBatch(lane: number, batch: Waiting<Item, Outcome>[]) {
    try {
      const outcomes = await run(
        lane,
        batch.map((waiting) => waiting.item),
      )
      batch.forEach((waiting, index) => {
        waiting.resolve(outcomes[index]!)
      })
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error)
      else for (const waiting of batch) await runBatch(lane, [waiting])
    }
  }

  /** Resolves when everything that was submitted has its outcome. */
  function drain(): Promise<void> {
    if (queue.length === 0 && idleLanes.length === options.lanes) return Promise.resolve()
    return new Promise((resolve) => drained.push(resolve))
  }

  return { submit, drain }
}
