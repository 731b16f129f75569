import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import type { HeldTopUp } from '../../contract/held-top-ups.ts'
import type { BreakRow } from '../../contract/reconciliation.ts'
import { checkLedger } from '../ledger/check.ts'
import type { Tx } from '../platform/database.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { as, createReconciliationWorld, desk, until } from './reconciliation.testing.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const { call, payIn, uploadReturn, nextMorning, read, database, deps, customer } = world
const { sql, owner } = database
const held = '/api/desk/held-top-ups'

/** Both wait for the same kept transfer, one behind the other, and go on when it is let go. */
async function inThisOrder(reference: string, deeds: (() => ReturnType<typeof call>)[]) {
  const answers: ReturnType<typeof call>[] = []
  await owner.begin(async (tx) => {
    await tx`select from held_top_up where reference = ${reference} for update`
    for (const deed of deeds) {
      answers.push(deed())
      await until(async () => (await waiting(tx)) === answers.length)
    }
  })
  return Promise.all(answers)
}

async function waiting(tx: Tx): Promise<number> {
  await tx`select pg_stat_clear_snapshot()`
  const [row] = await tx<{ count: number }[]>`
    select count(*)::int from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  return row!.count
}

async function suspense(): Promise<{ own: bigint; shared: bigint }> {
  const rows = await sql<{ own: boolean; balance: bigint }[]>`
    select owner_id is not null as own, balance from ledger.account where purpose = 'suspense'`
  const of = (own: boolean) => rows.filter((row) => row.own === own).reduce((sum, row) => sum + row.balance, 0n)
  return { own: of(true), shared: of(false) }
}

async function balance(): Promise<bigint> {
  const [row] = await sql<{ balance: bigint }[]>`select balance from ledger.account where id = ${customer.accountId}`
  return row!.balance
}

it('a correction approved while the return is called off: whoever came first wins, and the money is there once', async () => {
  await payIn(16_000_000)
  const reference = await payIn(6_000_000)
  nextMorning(1)
  await catchUp(deps)
  const [kept] = (await call('GET', held)).body.held as HeldTopUp[]
  await call('POST', `${held}/${reference}/return`, { reason: 'She asked for it back' })
  nextMorning(2)
  await uploadReturn(1, { mark: kept!.returnReference, rupiah: 6_000_000 })
  const [row] = (await read()).breaks as BreakRow[]
  const proposal = { template: 'from_suspense', amount: '6000000', reason: 'Sent back as asked' }
  const { body } = await call('POST', `${desk}/breaks/${row!.id}/corrections`, proposal)
  const callOff = () => call('POST', `${held}/${reference}/keep`, { reason: 'She wants to wait' })
  const approve = () => call('POST', `${desk}/corrections/${body.id}/approve`, {}, as('maya'))

  const [off, late] = await inThisOrder(reference, [callOff, approve])
  assert.equal(off!.status, 200)
  assert.deepEqual([late!.body.code, late!.body.figures.reason], ['correction_not_possible', 'balance'])
  assert.deepEqual(await suspense(), { own: 6_000_000_00n, shared: 0n })
  assert.equal((await read()).breaks.length, 1, 'what left the bank is still to be accounted for')

  await call('POST', `${held}/${reference}/return`, { reason: 'It had gone already' })
  const [approved, tooLate] = await inThisOrder(reference, [approve, callOff])
  assert.equal(approved!.status, 200)
  assert.deepEqual([tooLate!.body.code, tooLate!.body.figures.reason], ['action_not_possible', 'returned'])
  assert.deepEqual(await suspense(), { own: 0n, shared: 0n })
  assert.deepEqual((await read()).breaks, [])

  assert.equal(await balance(), 16_000_000_00n)
  const [entries] = await sql<{ count: number }[]>`select count(*)::int from ledger.entry where kind = 'correction'`
  assert.equal(entries!.count, 1)
  assert.deepEqual(await checkLedger(sql), [])
})
