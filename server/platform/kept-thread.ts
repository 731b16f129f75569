import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Log } from './log.ts'

/** Pause before a thread that ended by itself is begun anew. */
const restartPauseMs = 1_000
/** Longest wait for a thread that was asked to stop; it is ended then. */
const stopWaitMs = 10_000

/** What a thread is told when it is to finish what it has in hand and end. */
export const stopThread = 'stop'

/**
 * Runs a module on a thread until it is stopped, and again where it ended by itself: whatever it does must stand being
 * cut off at any moment. `data` is what it finds as its `workerData`.
 */
export function keepThread(module: URL, data: unknown, log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let worker = begin()

  function begin(): Worker {
    const begun = new Worker(module, { workerData: data })
    begun.on('error', (error) => log.error({ err: error }, 'a thread failed'))
    return begun
  }

  async function keep() {
    for (;;) {
      // Not `once` of node:events, which an error would end before the thread has.
      await new Promise((resolve) => worker.once('exit', resolve))
      if (stopping.signal.aborted) return
      log.error({ module: module.pathname.split('/').at(-1) }, 'a thread ended and is begun anew')
      await sleep(restartPauseMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      worker = begin()
    }
  }
  const kept = keep()

  return {
    async stop() {
      stopping.abort()
      worker.postMessage(stopThread)
      const impatient = setTimeout(() => worker.terminate(), stopWaitMs)
      await kept
      clearTimeout(impatient)
    },
  }
}
