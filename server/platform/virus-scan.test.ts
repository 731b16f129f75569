import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eicar, startClamd } from './clamd.testing.ts'
import { createLog } from './log.ts'
import { createScan } from './virus-scan.ts'

test('clean bytes pass, EICAR does not, also across pieces', async () => {
  const clamd = await startClamd()
  const scan = createScan(clamd.address, createLog('silent'))
  assert.equal(await scan(Buffer.alloc(0)), undefined)
  assert.equal(await scan(Buffer.alloc(300_000, 1)), undefined)
  assert.deepEqual(await scan(Buffer.from(eicar)), { refused: 'file_infected', figures: {} })
  const inside = Buffer.concat([Buffer.alloc(65_530, 7), Buffer.from(eicar), Buffer.alloc(100_000, 7)])
  assert.equal((await scan(inside))?.refused, 'file_infected')
  clamd.stop()
})

test('while the scanner is away nothing passes', async () => {
  const clamd = await startClamd()
  clamd.stop()
  const scan = createScan(clamd.address, createLog('silent'))
  assert.deepEqual(await scan(Buffer.from('x')), { refused: 'file_unchecked', figures: { retryAfterSeconds: 30 } })
})
