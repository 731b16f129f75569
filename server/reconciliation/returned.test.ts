import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import type { HeldTopUp } from '../../contract/held-top-ups.ts'
import type { BreakRow } from '../../contract/reconciliation.ts'
import { checkLedger } from '../ledger/check.ts'
import { creditFitting } from '../payments/held.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { as, createReconciliationWorld, desk } from './reconciliation.testing.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const { call, uploadReturn, payIn, nextMorning, read, moneyOf, database, deps, customer } = world
const { sql } = database
const held = '/api/desk/held-top-ups'

async function suspenseOf(owner: string): Promise<bigint> {
  const [row] = await sql<{ balance: bigint }[]>`
    select balance from ledger.account where purpose = 'suspense' and owner_id = ${owner}`
  return row!.balance
}

it('a transfer that the customer cannot hold goes back by two people, and client money is whole on every day', async () => {
  await payIn(16_000_000)
  const reference = await payIn(6_000_000)
  nextMorning(1)
  await catchUp(deps)
  assert.deepEqual((await read()).breaks, [], 'the bank and we both have it')
  const first = await moneyOf(0)
  assert.equal(first?.state, 'balanced')
  assert.equal((first as unknown as { suspense: { amount: string } }).suspense.amount, '6000000.00')

  const [kept] = (await call('GET', held)).body.held as HeldTopUp[]
  assert.deepEqual([kept!.reference, kept!.customerName, kept!.state], [reference, 'Sari', 'held'])
  const reason = { reason: 'She asked for it back' }
  assert.equal((await call('POST', `${held}/${reference}/return`, reason, as('rina'))).status, 403)
  assert.equal((await call('POST', `${held}/${reference}/return`, reason)).status, 200)
  assert.equal((await call('POST', `${held}/${reference}/return`, reason)).body.code, 'action_not_possible')
  assert.equal((await call('POST', `${held}/${reference}/keep`, { reason: 'Marked the wrong one' })).status, 200)
  assert.equal((await call('POST', `${held}/${reference}/return`, reason)).status, 200)
  await creditFitting({ ...deps, committed: () => {} })
  assert.equal(await suspenseOf(customer.id), 6_000_000_00n)

  nextMorning(2)
  const taken = await uploadReturn(1, { mark: kept!.returnReference, rupiah: 6_000_000 })
  assert.equal(taken.status, 200, JSON.stringify(taken.body))
  const [row] = (await read()).breaks as BreakRow[]
  assert.deepEqual([row!.kind, row!.difference.amount], ['missing_here', '-6000000.00'])
  const proposal = { template: 'from_suspense', amount: '6000000', reason: 'Sent back as asked' }
  const proposed = await call('POST', `${desk}/breaks/${row!.id}/corrections`, proposal)
  assert.equal((await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {})).status, 403)
  assert.equal((await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))).status, 200)

  assert.equal(await suspenseOf(customer.id), 0n)
  assert.deepEqual((await call('GET', held)).body.held, [])
  const [ended] = await sql<{ state: string; sameEntry: boolean }[]>`
    select h.state, h.end_entry_id = c.entry_id as "sameEntry" from held_top_up h, correction c where c.state = 'approved'`
  assert.deepEqual(ended, { state: 'returned', sameEntry: true })
  const actions = await sql<{ action: string; actor: string }[]>`
    select action, actor_name as actor from audit_event where customer_id = ${customer.id} and action like 'top_up.%' order by id`
  assert.deepEqual(
    actions.map(({ action, actor }) => `${action} ${actor}`),
    ['top_up.returning fajar', 'top_up.kept_on fajar', 'top_up.returning fajar', 'top_up.returned Dompet'],
  )
  assert.deepEqual((await read()).breaks, [])
  assert.deepEqual(await checkLedger(sql), [])
})
