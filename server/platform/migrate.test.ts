import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, test } from 'node:test'
import { createTestDatabase, startTestServer } from '../../test/database.ts'
import { ConfigFault } from './config-fault.ts'
import { connectOwner } from './database.ts'
import { migrate, requireMigrated } from './migrate.ts'

const database = await createTestDatabase()
after(() => database.drop())

test('months of the ledger have their borders in UTC, wherever the server stands', async (context) => {
  const server = await startTestServer()
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = connectOwner(server.url('postgres'))
  await admin.unsafe(`create database ${name}`)
  context.after(async () => {
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  })
  await admin.unsafe(`alter database ${name} set timezone = 'America/New_York'`)
  await migrate(server.url(name))
  const owner = connectOwner(server.url(name))
  context.after(() => owner.end())
  // As the wallet asks for them, in months to come.
  for (const month of ['2026-01-01', '2027-06-01']) await owner`select ledger.create_month(${month}::date)`
  const bounds = await owner<{ bound: string }[]>`
    select pg_get_expr(c.relpartbound, c.oid) as bound from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'ledger.posting'::regclass and c.relname ~ '_\\d{4}_\\d\\d$'`
  assert.ok(bounds.length >= 6)
  for (const { bound } of bounds)
    assert.match(bound, /FROM \('\d{4}-\d\d-01 00:00:00\+00'\) TO \('\d{4}-\d\d-01 00:00:00\+00'\)/)
})

test('numbers of transactions go on in a database that was moved to another server', async () => {
  const { owner, sql, url } = database
  const [before] = await owner<{ ahead: bigint }[]>`select ahead from transaction_numbers`
  assert.equal(before!.ahead, 0n)
  // As it looks after a restore: what is stored comes from a server that had counted further.
  await owner`update follow_place set tx = 5000000000 where reader = 'customer'`
  await migrate(url)
  await migrate(url)
  const [moved] = await owner<{ ahead: bigint }[]>`select ahead from transaction_numbers`
  const [row] = await owner<{ default: string }[]>`
    select column_default as default from information_schema.columns where table_name = 'payment' and column_name = 'tx'`
  assert.match(row!.default, new RegExp(`\\+ '?${moved!.ahead}`))
  const [now] = await sql<{ tx: bigint }[]>`
    select pg_current_xact_id()::text::bigint + ahead as tx from transaction_numbers`
  assert.ok(now!.tx > 5_000_000_000n && now!.tx < 5_000_000_100n, String(now!.tx))
})

test('an older program does not start on the database of a newer one, wherever migrations run', async () => {
  const { owner, url } = database
  const refusal = (told: RegExp) => (error: Error) => error instanceof ConfigFault && told.test(error.message)
  await owner`insert into migration (name, digest) values ('9999_tomorrow.sql', 'of tomorrow')`
  for (const start of [migrate, requireMigrated])
    await assert.rejects(start(url), refusal(/a newer Dompet, which ran 9999_tomorrow\.sql: start that one/))
  await owner`delete from migration where name = '9999_tomorrow.sql'`
  const [first] = await owner`select digest from migration where name = '0001_ledger.sql'`
  await owner`update migration set digest = 'of another' where name = '0001_ledger.sql'`
  for (const start of [migrate, requireMigrated])
    await assert.rejects(start(url), refusal(/another Dompet, whose 0001_ledger\.sql/))
  await owner`update migration set digest = ${first!.digest} where name = '0001_ledger.sql'`
  await migrate(url)
})
