import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startBeat } from './beat.ts'

const everyMs = 2

test('work that takes longer than its beat never runs twice at once, and stopping waits for its end', async () => {
  const alive = setInterval(() => {}, 1_000) // a beat keeps no process alive, so that of the test is kept
  let running = 0
  let most = 0
  let rounds = 0
  const enough = Promise.withResolvers<void>()
  const beat = startBeat(
    everyMs,
    async () => {
      running += 1
      most = Math.max(most, running)
      await sleep(5 * everyMs)
      running -= 1
      rounds += 1
      if (rounds === 3) enough.resolve()
    },
    (error) => assert.fail(String(error)),
  )
  await enough.promise
  await beat.stop()
  assert.deepEqual([most, running], [1, 0])
  clearInterval(alive)
})

test('what fails is told, and the next beat comes all the same', async () => {
  const alive = setInterval(() => {}, 1_000)
  const told: unknown[] = []
  const twice = Promise.withResolvers<void>()
  const beat = startBeat(
    everyMs,
    async () => {
      throw new Error('away')
    },
    (error) => told.push(error) === 2 && twice.resolve(),
  )
  await twice.promise
  await beat.stop()
  clearInterval(alive)
})
