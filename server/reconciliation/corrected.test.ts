import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { BreakRow } from '../../contract/reconciliation.ts'
import type { Account } from '../../sandbox/bank/book.ts'
import { writeStatement } from '../../sandbox/bank/statement.ts'
import { as, createReconciliationWorld, dayName, desk } from './reconciliation.testing.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const account = { accountNo: '8880000001', holder: 'Dompet' } as Account

/** The bank's own words for a day: lines for one reference of ours. */
function statementOf(index: number, openingMinor: bigint, reference: string, rupiah: number[]) {
  const day = dayName(index)
  const bookings = rupiah.map((amount, line) => ({
    id: BigInt(index * 10 + line),
    paymentRequestId: reference,
    referenceNo: `N${index}${line}`,
    vaNo: world.customer.number,
    payer: 'Sari',
    amountMinor: BigInt(amount) * 100n,
    bookedOn: day,
    valueOn: day,
    bare: false,
  }))
  return writeStatement({ day, account, openingMinor, bookings })
}

async function correct(kind: string, template: string, amount: string) {
  const found = ((await world.read()).breaks as BreakRow[]).find((row) => row.kind === kind)!
  const proposal = { template, amount, reason: 'Checked with the bank' }
  const proposed = await world.call('POST', `${desk}/breaks/${found.id}/corrections`, proposal)
  assert.equal(proposed.status, 201, JSON.stringify(proposed.body))
  const approved = await world.call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))
  assert.equal(approved.status, 200, JSON.stringify(approved.body))
}

test('what was put right of one line leaves the others of the same credit what they are', async () => {
  const reference = await world.payIn(50_000)
  world.nextMorning(1)
  const first = await world.upload(statementOf(0, 0n, reference, [45_000, 45_000]))
  assert.equal(first.status, 200, JSON.stringify(first.body))
  assert.deepEqual(await world.kinds(), [`amount ${reference}`, `duplicate ${reference}`])

  await correct('duplicate', 'to_suspense', '45000.00')
  assert.equal((await world.call('POST', `${desk}/days/${dayName(0)}/reconcile`, {})).status, 200)
  assert.deepEqual(await world.kinds(), [`amount ${reference}`])

  await correct('amount', 'from_suspense', '5000.00')
  assert.deepEqual(await world.kinds(), [])
  // The customer has had this credit: a further line of it is nobody's, and never the customer's once more.
  world.nextMorning(2)
  assert.equal((await world.upload(statementOf(1, 90_000_00n, reference, [50_000]))).status, 200)
  assert.deepEqual(await world.kinds(), [`duplicate ${reference}`])
})
