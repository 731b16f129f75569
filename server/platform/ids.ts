import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes a new identifier (UUIDv7). An argument, like time, so that simulations can repeat a run. */
export type Ids = () => string

/** A clock that was set back by less than this is waited for: ids go on from the last one. */
const setBackMs = 10_000
/** Ids of one millisecond are counted in the twelve bits behind it, from somewhere in the lower half. */
const countEnds = 0x1000

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const poolBytes = 10 * 256

/**
 * UUIDv7 (RFC 9562): 48 bits of milliseconds, a counter within it (method 1), then randomness. New rows land at the
 * right edge of their index, and what one process made later also sorts later.
 */
export function createIds(clock: Clock): Ids {
  // Randomness is drawn for many ids at once: one call to the kernel instead of thousands.
  const pool = Buffer.allocUnsafe(poolBytes)
  let used = poolBytes
  let last = Number.NEGATIVE_INFINITY
  let count = 0
  return () => {
    if (used + 10 > poolBytes) {
      randomFillSync(pool)
      used = 0
    }
    const at = used
    used += 10
    const byte = (index: number) => hex[pool[at + index]!]!
    const now = clock.now().getTime()
    count += 1
    if (now > last || now < last - setBackMs) {
      last = now
      count = ((pool[at]! & 0x07) << 8) | pool[at + 1]!
    } else if (count === countEnds) {
      last += 1
      count = 0
    }
    const time = last.toString(16).padStart(12, '0')
    const version = hex[(count >> 8) | 0x70]!
    const variant = hex[(pool[at + 2]! & 0x3f) | 0x80]!
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex[count & 0xff]}-${variant}${byte(3)}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`
  }
}
