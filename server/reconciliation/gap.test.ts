import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import { writeStatement } from '../../sandbox/bank/statement.ts'
import { selectThrough } from './books.sql.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { createReconciliationWorld, dayName } from './reconciliation.testing.ts'
import { readStatementAside } from './statement-reader.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const { database, deps, payIn, nextMorning, moneyOf, kinds } = world
const through = () => selectThrough(database.sql, deps.source.name)

/** The bank as it is, but for days of which it has no statement. */
const without = (...days: number[]) => {
  const fetch: typeof deps.source.fetch = async (day) =>
    days.map(dayName).includes(day) ? 'none' : deps.source.fetch(day)
  return { ...deps, source: { ...deps.source, fetch } }
}

it('goes on past a day without bookings of which the bank has no statement', async () => {
  await payIn(50_000)
  nextMorning(2)
  await catchUp(without(1))
  assert.equal(await through(), dayName(0))
  await payIn(60_000)
  nextMorning(3)
  await catchUp(without(1))
  assert.equal(await through(), dayName(2), 'it opened with what the last one closed with')
  assert.equal((await moneyOf(2))?.state, 'balanced')
})

it('asks again for a day whose statement is missing, and takes those after it meanwhile', async () => {
  await payIn(70_000)
  nextMorning(4)
  await catchUp(without(3))
  await payIn(80_000)
  nextMorning(5)
  await catchUp(without(3))
  assert.equal(await through(), dayName(2), 'the one of the fourth day opened with more')
  assert.equal((await moneyOf(4))?.state, 'balanced', 'but it is here')
  nextMorning(6)
  await catchUp(deps)
  assert.equal(await through(), dayName(5))
  assert.deepEqual(await kinds(), [])
})

it('reads a large statement beside everything else: nobody waits for it', async () => {
  const count = 10_000
  const bookings = Array.from({ length: count }, (_, index) => ({
    ...{ id: BigInt(index), paymentRequestId: `R${index}`, referenceNo: `N${index}`, vaNo: '1', payer: 'Sari' },
    ...{ amountMinor: 1_00n, bookedOn: dayName(1), valueOn: dayName(1), bare: false },
  }))
  const account = { accountNo: '8880000001', holder: 'Dompet', kind: 'partner', balanceMinor: 0n } as const
  const bytes = Buffer.from(writeStatement({ day: dayName(1), account, openingMinor: 0n, bookings }))
  let longestMs = 0
  let lastAt = performance.now()
  const timer = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - lastAt)
    lastAt = performance.now()
  }, 5)
  const read = await readStatementAside({ format: 'camt.053', bytes })
  clearInterval(timer)
  assert.ok('lines' in read && read.lines.length === count && typeof read.closingMinor === 'bigint')
  assert.ok(longestMs < 500, `somebody waited for ${Math.round(longestMs)} ms`)
})
