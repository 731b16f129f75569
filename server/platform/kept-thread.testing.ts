import { parentPort, workerData } from 'node:worker_threads'
import { stopThread } from './kept-thread.ts'

/** A thread that fails the first time it is begun. `counts`: how often it was begun, and how often it ended in order. */
const counts = workerData as Int32Array
if (Atomics.add(counts, 0, 1) === 0) throw new Error('the first time it fails')
parentPort!.on('message', (message) => {
  if (message !== stopThread) return
  Atomics.add(counts, 1, 1)
  parentPort!.close()
})
