import type { Clock } from '../platform/clock.ts'

export type PastClock = Clock & { moveTo(at: Date): void }

/** A clock of the past that is moved by hand, and only forward: the ledger's time never goes back. */
export function createPastClock(start: Date): PastClock {
  let current = start
  return {
    now: () => current,
    moveTo(at) {
      if (at < current) throw new Error('the time of the demo world went back')
      current = at
    },
  }
}
