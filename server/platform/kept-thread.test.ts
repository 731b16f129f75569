import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { keepThread } from './kept-thread.ts'
import { createLog } from './log.ts'

const patienceMs = 20_000

test('a thread that fails is begun anew, and ends in order when it is stopped', async () => {
  const counts = new Int32Array(new SharedArrayBuffer(8))
  const thread = keepThread(new URL('./kept-thread.testing.ts', import.meta.url), counts, createLog('silent'))
  const giveUpAt = performance.now() + patienceMs
  while (Atomics.load(counts, 0) < 2 && performance.now() < giveUpAt) await sleep(20)
  await thread.stop()
  assert.deepEqual([...counts], [2, 1])
})

test('one that is stopped while it is away stays away', async () => {
  const counts = new Int32Array(new SharedArrayBuffer(8))
  const thread = keepThread(new URL('./kept-thread.testing.ts', import.meta.url), counts, createLog('silent'))
  const giveUpAt = performance.now() + patienceMs
  while (Atomics.load(counts, 0) < 1 && performance.now() < giveUpAt) await sleep(20)
  await sleep(200)
  await thread.stop()
  assert.deepEqual([...counts], [1, 0])
})
