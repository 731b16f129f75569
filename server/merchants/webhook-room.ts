/** Calls at one merchant at once: half of what a process has room for, so that no burst of one takes it all. */
const callsAtOnce = 8
/** Of calls that have lasted this long, so many: a server that hangs costs two places and not all of them. */
const slowAfterMs = 1_000
const slowCallsAtOnce = 2
/** Pause of what finds no room: behind calls that are quick, and behind slow ones. */
const busyPauseMs = 1_000
const slowPauseMs = 15_000

/** Either there is room, until `leave` is called, or the call has to come again later. */
export type Place = { leave(): void } | { pauseMs: number }

/** The calls that one process has under way, by merchant. `now` in milliseconds; only differences count. */
export function createRoom(now: () => number) {
  const begun = new Map<string, Set<{ at: number }>>()

  function enter(merchantId: string): Place {
    const calls = begun.get(merchantId) ?? new Set()
    const slow = [...calls].filter(({ at }) => now() - at >= slowAfterMs).length
    if (slow >= slowCallsAtOnce) return { pauseMs: slowPauseMs }
    if (calls.size >= callsAtOnce) return { pauseMs: busyPauseMs }
    const call = { at: now() }
    begun.set(merchantId, calls.add(call))
    return {
      leave() {
        calls.delete(call)
        if (calls.size === 0) begun.delete(merchantId)
      },
    }
  }

  return { enter }
}
