import { setTimeout as sleep } from 'node:timers/promises'

/** After a reading the next one waits for so long: whoever asks meanwhile is served by that one. */
const pauseMs = 50

/**
 * One reading for all who ask at about the same time: a crowd that comes in at once costs one and not one for each. What
 * is answered was read after the question, so what the asker has just done is in it.
 */
export function shareReading<T>(read: () => Promise<T>): () => Promise<T> {
  let next: Promise<T> | undefined
  let ready: Promise<unknown> = Promise.resolve()
  return () => {
    next ??= ready.then(() => {
      next = undefined
      const reading = read()
      ready = reading.then(
        () => sleep(pauseMs),
        () => {},
      )
      return reading
    })
    return next
  }
}
