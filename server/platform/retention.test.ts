import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, it } from 'node:test'
import { createTestDatabase } from '../../test/database.ts'
import { createCustomer } from '../identity/customer.ts'
import { codesKeptMs, identityForgettings, sessionsKeptMs } from '../identity/retention.ts'
import { systemSecrets } from '../identity/secrets.ts'
import { startSession } from '../identity/session.ts'
import { createMerchant } from '../merchants/merchant.ts'
import { deliveriesKeptMs, merchantForgettings } from '../merchants/retention.ts'
import { createIds } from './ids.ts'
import { createLog } from './log.ts'
import { eventsKeptMs, outboxForgetting } from './outbox.retention.ts'
import { emitAll, readOutbox } from './outbox.ts'
import { forgetOld } from './retention.ts'

const database = await createTestDatabase()
after(() => database.drop())
const { sql } = database
const log = createLog('silent')
const dayMs = 24 * 3_600_000
let now = new Date('2026-03-01T00:00:00Z')
const clock = { now: () => now }
const ids = createIds(clock)
const forgettings = [outboxForgetting, ...identityForgettings, ...merchantForgettings]
const night = () => forgetOld({ sql, clock, log, forgettings })
const later = (ms: number) => new Date(now.getTime() + ms)

async function count(table: string): Promise<number> {
  const [row] = await sql.unsafe(`select count(*)::int as count from ${table}`)
  return row!.count
}

it('an event goes when it is old and every reader has had it, and not before', async () => {
  const tell = (topic: string) =>
    sql.begin((tx) => emitAll(tx, [{ id: ids(), topic, subjectId: ids(), payload: {}, at: now }]))
  const read = async (name: string) => {
    const heard: string[] = []
    await readOutbox(sql, { name, topics: ['first', 'second'] }, async (_tx, events) => {
      heard.push(...events.map(({ topic }) => topic))
    })
    return heard
  }
  await tell('first')
  now = later(eventsKeptMs + dayMs)
  await night()
  assert.equal(await count('outbox'), 1, 'nobody has read it')
  assert.deepEqual(await read('quick'), ['first'])
  await sql`insert into outbox_reader (name) values ('slow')`
  await night()
  assert.equal(await count('outbox'), 1, 'one reader has not had it')
  await tell('second')
  assert.deepEqual(await read('slow'), ['first', 'second'])
  assert.deepEqual(await read('quick'), ['second'])
  await night()
  const left = await sql<{ topic: string }[]>`select topic from outbox`
  assert.deepEqual([...left], [{ topic: 'second' }])
})

it('sessions, codes and ended webhooks go after their time; what is in use stays', async () => {
  const customer = { name: 'Ani', phone: '+6281200000001', passwordHash: '-', pin: '805917', language: 'id' } as const
  const row = (await sql.begin((tx) =>
    createCustomer(tx, { ids, secretKey: Buffer.alloc(32, 7) }, { ...customer, createdAt: now }),
  ))!
  const start = () =>
    sql.begin((tx) => startSession(tx, { ids, secrets: systemSecrets }, { customerId: row.id, device: 'x', now }))
  const code = () => sql`
    insert into challenge (id, phone, language, code_digest, created_at, expires_at)
    values (${ids()}, '+6281200000002', 'id', ${randomBytes(32)}, ${now}, ${later(600_000)})`
  const shop = { name: 'Warung', city: 'Bandung', category: '5812', apiKey: 'dk_x', webhook: null }
  const merchant = await sql.begin((tx) => createMerchant(tx, clock, ids, shop))
  const delivery = (state: string) => sql`
    insert into webhook_delivery (merchant_id, id, topic, body, state, created_at, tried_since, next_try_at, ended_at)
    values (${merchant.id}, ${ids()}, 'checkout.paid', '{}', ${state}, ${now}, ${now},
      ${state === 'waiting' ? now : null}, ${state === 'delivered' ? now : null})`
  await start()
  await code()
  await delivery('delivered')
  await delivery('paused')
  const [ended] = await sql<{ id: string }[]>`select id from webhook_delivery where state = 'delivered'`
  await sql`
    insert into webhook_attempt (merchant_id, delivery_id, number, started_at) values (${merchant.id}, ${ended!.id}, 1, ${now})`

  now = later(codesKeptMs + dayMs)
  await night()
  assert.deepEqual([await count('challenge'), await count('session'), await count('webhook_delivery')], [0, 1, 2])
  now = later(deliveriesKeptMs)
  await night()
  const states = await sql<{ state: string }[]>`select state from webhook_delivery`
  assert.deepEqual([...states], [{ state: 'paused' }])
  assert.equal(await count('webhook_attempt'), 0)
  now = later(sessionsKeptMs + 365 * dayMs)
  await start()
  await night()
  assert.equal(await count('session'), 1, 'the new one')
})

it('what is more than one statement takes goes in the same night', async () => {
  await sql`
    insert into challenge (id, phone, language, code_digest, created_at, expires_at)
    select gen_random_uuid(), '+6281200000003', 'id', '', ${later(-codesKeptMs - dayMs)}, ${now}
    from generate_series(1, 5001)`
  await night()
  assert.equal(await count('challenge'), 0)
})
