import { QueueFull } from './batches.ts'

export type LimiterOptions = {
  /** Pieces of work that run at once. */
  concurrency: number
  /** Most pieces that may wait; past it `run` rejects with `QueueFull`. */
  queueLimit: number
}

export type Limiter = { run<T>(work: () => Promise<T>): Promise<T> }

/** Runs at most so many pieces of work at once, in the order in which they came. */
export function createLimiter({ concurrency, queueLimit }: LimiterOptions): Limiter {
  let free = concurrency
  const queue: (() => void)[] = []

  return {
    async run(work) {
      if (free > 0) free -= 1
      else if (queue.length >= queueLimit) throw new QueueFull()
      // A place is handed over directly, so that nobody who comes later can slip in between.
      else await new Promise<void>((resolve) => queue.push(resolve))
      try {
        return await work()
      } finally {
        const next = queue.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
