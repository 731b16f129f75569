import type { Socket } from 'node:net'
import type { WebSocket } from 'ws'
import {
  type FromServer,
  liveBurst,
  liveClose,
  livePerSecond,
  liveSignsBurst,
  liveSignsPerSecond,
} from '../../contract/live.ts'
import type { CustomerActor, StaffActor } from './actor.ts'
import type { Clock } from './clock.ts'

/** Bytes that may wait for one reader; past it the reader is cut off and resumes by sequence. */
export const outgoingLimitBytes = 256 * 1024
/** How long a closed reader may take to answer the close before the connection is dropped. */
const closeGraceMs = 5_000

export type LiveActor = CustomerActor | StaffActor

/** One reader: its bounds, and the only way to write to it. */
export type LiveSocket = ReturnType<typeof createLiveSocket>

export function createLiveSocket(
  socket: WebSocket,
  wire: Socket,
  actor: LiveActor,
  clock: Clock,
  limitBytes = outgoingLimitBytes,
) {
  const messages = createAllowance(clock, liveBurst, livePerSecond)
  const signs = createAllowance(clock, liveSignsBurst, liveSignsPerSecond)
  let ended = false
  let gathering = false

  /** What is written in one turn, such as an entry and its acknowledgement, leaves in one packet. */
  function gather() {
    if (gathering) return
    gathering = true
    wire.cork()
    process.nextTick(() => {
      gathering = false
      wire.uncork()
    })
  }

  function end(code: number, reason: string) {
    if (ended) return
    ended = true
    socket.close(code, reason)
    // What waits stands before the close, and a reader that does not read would never see it.
    setTimeout(() => socket.terminate(), closeGraceMs).unref()
  }

  /** Writes a text that is already JSON, so that one event is serialised once for all its readers. */
  function sendText(text: string) {
    if (ended) return
    if (socket.bufferedAmount > limitBytes) return end(liveClose.tooSlow, 'reader too slow: resume by sequence')
    gather()
    socket.send(text)
  }

  return {
    actor,
    sendText,
    send(message: FromServer) {
      sendText(JSON.stringify(message))
    },
    /** Like `sendText`, and waits until the text has left for the network: long catch-ups go at the reader's pace. */
    sendPaced(text: string): Promise<void> {
      if (ended) return Promise.resolve()
      return new Promise((resolve) => socket.send(text, () => resolve()))
    },
    end,
    get isOpen() {
      return !ended && socket.readyState === socket.OPEN
    },
    /** Counts one message of the reader; false when there was no room for it. */
    takeMessage: messages,
    /** The same for a sign of life on this side: typing, seen. */
    takeSign: signs,
  }
}

/** Lets `burst` through in one go, and `perSecond` in the long run; false past it. */
function createAllowance(clock: Clock, burst: number, perSecond: number): () => boolean {
  let left = burst
  let countedAt = clock.now().getTime()
  return () => {
    const now = clock.now().getTime()
    left = Math.min(burst, left + ((now - countedAt) / 1000) * perSecond)
    countedAt = now
    if (left < 1) return false
    left -= 1
    return true
  }
}
