import type { Answer, Call, Log, Read } from './checker.ts'

/** What callers send and are told, with one counter of time for all of them. */
export type History = {
  log: Log
  /** Notes a request that is about to be sent. */
  send(call: Omit<Call, 'sentAt' | 'told'>): Call
  tell(call: Call, answer: Answer): void
  look(): number
  see(read: Omit<Read, 'at'>): void
}

export function createHistory(): History {
  const log: Log = { calls: [], reads: [] }
  let time = 0
  const tick = () => {
    time += 1
    return time
  }
  return {
    log,
    send(call) {
      const sent = { ...call, sentAt: tick() }
      log.calls.push(sent)
      return sent
    },
    tell(call, answer) {
      call.told = { at: tick(), answer }
    },
    look: tick,
    see(read) {
      log.reads.push({ ...read, at: tick() })
    },
  }
}
