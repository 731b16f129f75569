import { randomFillSync } from 'node:crypto'
import type { Clock } from './clock.ts'

/** Makes a new identifier (UUIDv7). An argument, like time, so that simulations can repeat a run. */
export type Ids = () => string

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const poolBytes = 10 * 256

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness; new rows land at the right edge of their index. */
export function createIds(clock: Clock): Ids {
  // Randomness is drawn for many ids at once: one call to the kernel instead of thousands.
  const pool = Buffer.allocUnsafe(poolBytes)
  let used = poolBytes
  return () => {
    if (used + 10 > poolBytes) {
      randomFillSync(pool)
      used = 0
    }
    const time = clock.now().getTime().toString(16).padStart(12, '0')
    const at = used
    used += 10
    const byte = (index: number) => hex[pool[at + index]!]!
    const version = hex[(pool[at]! & 0x0f) | 0x70]!
    const variant = hex[(pool[at + 2]! & 0x3f) | 0x80]!
    return `${time.slice(0, 8)}-${time.slice(8)}-${version}${byte(1)}-${variant}${byte(3)}-${byte(4)}${byte(5)}${byte(6)}${byte(7)}${byte(8)}${byte(9)}`
  }
}
