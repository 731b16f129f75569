import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import type { PaymentStory } from '../../contract/payments.ts'
import { checkLedger } from '../ledger/check.ts'
import { creditFitting } from './held.ts'
import { createWorld, type Person, rupiah } from './payments.testing.ts'
import { creditTopUp } from './topup.ts'

const world = await createWorld()
after(() => world.close())
const { sql, clock, ids } = world
const deps = { sql, clock, ids, committed: () => {} }

/** What all accounts of one purpose hold, in rupiah. */
async function total(purpose: string): Promise<bigint> {
  const [row] = await sql<{ total: bigint }[]>`
    select coalesce(sum(balance), 0)::bigint as total from ledger.account where purpose = ${purpose}`
  return row!.total / 100n
}

/** What lies at the bank is what we owe: to customers, and to them on suspense. */
async function assertWhole(atBank: bigint) {
  assert.equal(-(await total('bank')), atBank)
  const owed = await Promise.all(['customer', 'merchant', 'fees', 'suspense'].map(total))
  assert.equal(
    owed.reduce((sum, part) => sum + part, 0n),
    atBank,
  )
  assert.deepEqual(await checkLedger(sql), [])
}

async function newest(person: Person): Promise<PaymentStory> {
  const { body } = await world.get(person, '/api/payments?limit=1')
  const [row] = (body as unknown as { payments: { id: string }[] }).payments
  return (await world.get(person, `/api/payments/${row!.id}`)).body as unknown as PaymentStory
}

it('two transfers at the same moment: one is added, the other kept in full, and nothing is lost', async () => {
  const anna = await world.addPerson()
  const outcomes = await Promise.all([world.topUp(anna, 15_000_000n), world.topUp(anna, 12_000_000n)])
  assert.ok(outcomes.every((outcome) => 'taken' in outcome))
  const balance = await world.balance(anna.accountId)
  assert.ok([15_000_000n, 12_000_000n].includes(balance), String(balance))
  assert.equal(await total('suspense'), 27_000_000n - balance)
  await assertWhole(27_000_000n)
})

it('is explained with its figures, added by itself once as soon as it fits, and the same word of the bank changes nothing', async () => {
  const [budi, cici] = [await world.addPerson(19_000_000n), await world.addPerson()]
  const atBank = -(await total('bank'))
  const topUp = {
    reference: 'transfer-1',
    virtualAccount: '1',
    customerId: budi.id,
    amountMinor: 1_500_000_00n,
    bank: 'Bank Pasir',
    bankReference: null,
    transferredAt: null,
  }
  const first = await creditTopUp(deps, topUp)
  assert.deepEqual(await creditTopUp(deps, topUp), first)
  await creditFitting(deps)
  assert.equal(await world.balance(budi.accountId), 19_000_000n)
  const kept = await newest(budi)
  assert.deepEqual(kept.refusal, {
    code: 'balance_ceiling',
    figures: {
      bank: 'Bank Pasir',
      amount: rupiah(1_500_000),
      balance: rupiah(19_000_000),
      ceiling: rupiah(20_000_000),
      state: 'held',
    },
  })
  assert.deepEqual(
    kept.story.map(({ step }) => step),
    ['bank_notified', 'kept'],
  )
  await assertWhole(atBank + 1_500_000n)

  const paid = await world.pay(budi, { target: { kind: 'phone', phone: cici.phone }, amount: '500000' })
  assert.equal(paid.status, 201)
  await Promise.all([creditFitting(deps), creditFitting(deps)])
  assert.equal(await world.balance(budi.accountId), 20_000_000n)
  assert.equal((await newest(budi)).state, 'paid')
  const told = (await world.get(budi, `/api/payments/${kept.id}`)).body as unknown as PaymentStory
  assert.equal(told.refusal?.figures.state, 'credited')
  assert.deepEqual(
    told.story.map(({ step }) => step),
    ['bank_notified', 'kept', 'received'],
  )
  assert.deepEqual(await creditTopUp(deps, topUp), first)
  const [events] = await sql<{ count: number }[]>`
    select count(*)::int from outbox where topic = 'payment.received' and payload ->> 'customerId' = ${budi.id}`
  assert.equal(events!.count, 2, 'the first money and the kept one, once each')
  await assertWhole(atBank + 1_500_000n)
})

it('a suspense account gives no more than came in, and only what is kept leaves it', async () => {
  const dodi = await world.addPerson(20_000_000n)
  await world.topUp(dodi, 25_000_000n)
  await creditFitting(deps)
  const [suspense] = await sql<{ balance: bigint; floor: bigint }[]>`
    select balance, floor from ledger.account where purpose = 'suspense' and owner_id = ${dodi.id}`
  assert.deepEqual(suspense, { balance: 25_000_000_00n, floor: 0n })
  assert.equal((await newest(dodi)).refusal?.figures.state, 'too_large', 'nobody is promised that it will fit')
  await assert.rejects(sql`delete from held_top_up`, /permission denied/)
})
