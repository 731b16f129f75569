import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Payment } from '../../contract/payments.ts'
import { checkLedger } from '../ledger/check.ts'
import { createWorld, type Person, type World } from './payments.testing.ts'

let world: World
let anna: Person
let budi: Person
const made: string[] = []

/** A week in the life of Anna: top-up, sent, received, refused; some of it at once, so that ids lie within one millisecond. */
before(async () => {
  world = await createWorld()
  world.setTime(new Date('2026-03-10T05:00:00Z'))
  anna = await world.addPerson(1_000_000n, 'Anna Wijaya')
  budi = await world.addPerson(1_000_000n, 'Budi_100% Santoso')
  const shop = await world.addShop()
  const send = (from: Person, to: Person, amount: number, note?: string) =>
    world.pay(from, { target: { kind: 'phone', phone: to.phone }, amount: String(amount), ...(note ? { note } : {}) })
  for (let round = 0; round < 8; round += 1) {
    const answers = await Promise.all([
      send(anna, budi, 100 + round, round === 3 ? 'arisan maret' : undefined),
      send(anna, budi, 200 + round),
      send(budi, anna, 300 + round),
      world.pay(anna, { target: { kind: 'qris', payload: shop.staticQr }, amount: String(400 + round) }),
      send(anna, budi, 1_900_000),
    ])
    for (const { body } of answers) made.push((body.id ?? body.paymentId) as string)
  }
  await world.resolve(anna, 'nothing-came')
})
after(() => world.close())

async function readAll(person: Person, query: string, from = ''): Promise<Payment[]> {
  const all: Payment[] = []
  let cursor = from && `&cursor=${from}`
  for (let pages = 0; pages < 100; pages += 1) {
    const { status, body } = await world.get(person, `/api/payments?${query}${cursor}`)
    assert.equal(status, 200, JSON.stringify(body))
    all.push(...(body.payments as Payment[]))
    if (body.nextCursor === null) return all
    cursor = `&cursor=${body.nextCursor}`
  }
  throw new Error('the history does not end')
}

describe('history', () => {
  it('shows every transaction once, newest first, whatever the size of its pages', async () => {
    const whole = await readAll(anna, 'limit=100')
    assert.deepEqual(
      whole
        .map(({ id }) => id)
        .slice(0, -1)
        .sort(),
      [...made].sort(),
    )
    assert.equal(whole.at(-1)!.kind, 'top_up')
    assert.deepEqual(
      whole.map(({ id }) => id),
      whole
        .map(({ id }) => id)
        .sort()
        .reverse(),
    )
    for (const limit of [1, 3, 7]) assert.deepEqual(await readAll(anna, `limit=${limit}`), whole)
  })

  it('loses and doubles nothing while new ones come in', async () => {
    const before = await readAll(anna, 'limit=100')
    const { body } = await world.get(anna, '/api/payments?limit=5')
    await world.pay(anna, { target: { kind: 'phone', phone: budi.phone }, amount: '77' })
    const rest = await readAll(anna, 'limit=5', String(body.nextCursor))
    assert.deepEqual([...(body.payments as Payment[]), ...rest], before)
  })

  it('shows in, out and refused apart, and together they are all', async () => {
    const [all, incoming, outgoing, refused] = await Promise.all(
      ['all', 'in', 'out', 'refused'].map((show) => readAll(anna, `limit=4&show=${show}`)),
    )
    assert.equal(incoming!.length, 9)
    assert.ok(
      incoming!.every(
        ({ direction, state, fee }) =>
          direction === 'in' && state === 'paid' && (fee === null || fee.amount === '0.00'),
      ),
    )
    assert.ok(outgoing!.every(({ direction, state }) => direction === 'out' && state === 'paid'))
    assert.ok(refused!.length === 8 && refused!.every(({ refusal }) => refusal?.code === 'balance_too_low'))
    const parts = [...incoming!, ...outgoing!, ...refused!].map(({ id }) => id)
    assert.deepEqual(parts.sort(), all!.map(({ id }) => id).sort())
  })

  it('searches names, notes and references, and takes signs of patterns as they are', async () => {
    const find = async (search: string, person = anna) =>
      (await readAll(person, `search=${encodeURIComponent(search)}`)).length
    assert.equal(await find('budi'), 33)
    assert.equal(await find('Wijaya', budi), 25)
    assert.equal(await find('ARISAN'), 1)
    assert.equal(await find('_100%'), 33)
    assert.equal(await find('%'), 33)
    assert.equal(await find('Budi%Santoso'), 0)
    assert.equal(await find('\\'), 0)
    for (const amount of ['1900000', 'Rp1.900.000', 'rp 1,900,000', 'Rp 1.900.000,00', '1900000.00'])
      assert.equal(await find(amount), 8, amount)
    assert.equal(await find('1.900,000'), 0)
    const { body } = await world.get(anna, `/api/payments/${made[0]}`)
    assert.equal(await find(String(body.reference)), 1)
    assert.equal(await find(String(body.reference).toLowerCase().replaceAll('-', '')), 1)
  })

  it('shows nobody else what is not theirs', async () => {
    const stranger = await world.addPerson()
    assert.deepEqual(await readAll(stranger, ''), [])
    for (const id of made) assert.equal((await world.get(stranger, `/api/payments/${id}`)).status, 404)
    const refused = (await readAll(anna, 'show=refused'))[0]!
    assert.equal(
      (await world.get(budi, `/api/payments/${refused.id}`)).status,
      404,
      'an attempt that was refused is the own affair',
    )
    for (const cursor of ['nonsense', Buffer.from("' or 1=1").toString('base64url')])
      assert.equal((await readAll(stranger, '', cursor)).length, 0)
  })

  it('tells the story with the ledger behind it', async () => {
    for (const id of made.slice(0, 5)) {
      const { body } = await world.get(anna, `/api/payments/${id}`)
      const steps = (body.story as { step: string }[]).map(({ step }) => step)
      const expected = body.refusal
        ? ['asked', 'checked', 'refused']
        : body.direction === 'in'
          ? ['received']
          : ['asked', 'checked', 'moved']
      assert.deepEqual(steps, expected)
      const [row] = await world.sql`
        select l.balance_after from payment p join ledger.posting l on l.entry_id = p.entry_id
        where p.id = ${id} and l.account_id = ${anna.accountId}`
      const wanted = row ? Number(row.balance_after) / 100 : null
      assert.equal(body.balanceAfter ? Number((body.balanceAfter as { amount: string }).amount) : null, wanted)
    }
    assert.deepEqual(await checkLedger(world.sql), [])
  })
})
