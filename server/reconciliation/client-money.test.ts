import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { openAccount, type Purpose } from '../ledger/accounts.ts'
import { postEntry } from '../ledger/ledger.ts'
import { createSealer } from '../ledger/seal.ts'
import { createIds } from '../platform/ids.ts'
import { toSealKey } from '../platform/seal-key.ts'
import { judgeMoney, readLedgerAt } from './client-money.ts'

let database: TestDatabase
before(async () => {
  database = await createTestDatabase()
})
after(() => database.drop())

let now = new Date('2025-01-10T03:00:00Z')
const clock = { now: () => now }
const ids = createIds(clock)

function open(purpose: Purpose): Promise<string> {
  const ownerId = purpose === 'bank' ? null : ids()
  return openAccount(database.sql, { id: ids(), purpose, ownerId, currency: 'IDR', floor: null, openedAt: now })
}

async function topUp(bank: string, accountId: string, amountMinor: bigint) {
  const legs = [
    { accountId: bank, amountMinor: -amountMinor },
    { accountId, amountMinor },
  ]
  await database.sql.begin((tx) => postEntry(tx, clock, { id: ids(), kind: 'top_up', legs }))
}

test('client money stays whole where customers have not moved since a month that went to the archive', async () => {
  const { sql, owner } = database
  await owner`select ledger.create_month(month) from unnest('{2025-01-01,2025-02-01}'::date[]) month`
  const [bank, quiet, busy] = [await open('bank'), await open('customer'), await open('customer')]
  await topUp(bank, quiet, 70_00n)
  await topUp(bank, busy, 20_00n)
  now = new Date('2025-02-10T03:00:00Z')
  await topUp(bank, busy, 5_00n)
  const evening = new Date('2025-02-10T17:00:00Z')
  const before = await readLedgerAt(sql, 'IDR', evening)
  assert.deepEqual([before.customers, before.bank], [95_00n, 95_00n])

  const key = toSealKey(generateKeyPairSync('ed25519').privateKey)
  await createSealer({ sql, clock, key }).pass()
  await owner`select ledger.detach_month('2025-01-01', '2025-06-01T00:00:00Z')`
  const books = await readLedgerAt(sql, 'IDR', evening)
  assert.deepEqual(books, before)
  const word = { statementClosing: 95_00n, difference: 0n, explained: 0n }
  assert.equal(judgeMoney({ ...books, ...word }), 'balanced')
})
