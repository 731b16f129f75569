import assert from 'node:assert/strict'
import { createPrivateKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { readSandboxConfig } from '../../sandbox/config.ts'
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { fetchBankStatement } from '../banks/bank-statement.ts'
import { createSnapClient } from '../banks/snap-client.ts'
import { openOperatorAccounts } from '../ledger/accounts.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createIds } from '../platform/ids.ts'
import { dayOf } from '../policy/calendar.ts'
import { reconciliationJobs } from '../reconciliation/reconciliation.jobs.ts'
import { openDemo } from './demo.testing.ts'
import { seedDemoWorld } from './demo.ts'

const statementBytes = 1024 * 1024
const ids = createIds(clock)
const folder = mkdtempSync(path.join(tmpdir(), 'dompet-bank-past-'))
let database: TestDatabase
let sandbox: Sandbox

before(async () => {
  database = await createTestDatabase()
  await openOperatorAccounts(database.sql, ids, clock.now())
  sandbox = await startSandbox(
    readSandboxConfig({
      DOMPET_SANDBOX_DIR: folder,
      SANDBOX_HTTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      WALLET_URL: 'http://127.0.0.1:9',
    }),
  )
})
after(async () => {
  await sandbox.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

test('the past days of the demo world are reconciled from what the bank wrote, and two breaks are left', async () => {
  const { sql } = database
  const outside = `http://127.0.0.1:${sandbox.ports.http}`
  const demo = await openDemo(database.url, clock)
  const { bank } = demo.deps
  await seedDemoWorld({ ...demo.deps, bank: { ...bank, pastUrl: `${outside}/sandbox/api/bank/history` } })
  await demo.close()
  const client = createSnapClient({
    url: `${outside}/bank`,
    partnerId: 'dompet',
    clientSecret: 'sandbox-client-secret',
    signingKey: createPrivateKey(readFileSync(sandbox.keys.walletPrivate)),
    clock,
    ids,
  })
  const fetch = (day: string) => fetchBankStatement(client, day, statementBytes)
  const source = { name: bank.name, currency: 'IDR', format: 'camt.053', fetch } as const
  const alarms: { msg: string; day: string }[] = []
  const log = pino({ level: 'error' }, { write: (line: string) => void alarms.push(JSON.parse(line)) })
  const jobs = reconciliationJobs({ sql, clock, ids, log, source })
  await jobs.reconcile_past!({})
  assert.deepEqual(alarms, [], 'a newcomer reads of no alarm at the first start')

  const days = await sql<{ state: string }[]>`select state from client_money_day order by day`
  assert.ok(days.length >= 30, `${days.length} days`)
  const states = days.map(({ state }) => state)
  assert.equal(states[0], 'balanced')
  assert.ok(!states.includes('unexplained') && !states.includes('no_statement'), states.join(' '))
  const breaks = await sql<{ kind: string; state: string; amount: string }[]>`
    select kind, state, amount::text from settlement_break order by kind`
  assert.deepEqual(
    [...breaks],
    [
      { kind: 'amount', state: 'open', amount: '-100000' },
      { kind: 'duplicate', state: 'open', amount: '150000000' },
      { kind: 'late', state: 'closed', amount: '-800000000' },
    ],
  )
  const rules = await sql<{ rule: string; count: number }[]>`
    select rule, count(*)::int as count from settlement_match group by rule order by rule`
  assert.deepEqual(
    rules.map(({ rule }) => rule),
    ['amount_time', 'reference'],
  )
  const [queued] = await database.owner<{ waits: boolean }[]>`
    select exists (select from graphile_worker._private_jobs j
      join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'reconcile_past') as waits`
  assert.ok(queued!.waits, 'whoever works next fetches the days at once')

  await jobs.reconcile_bank!({})
  assert.deepEqual(
    alarms.map(({ msg, day }) => `${day} ${msg}`),
    [`${dayOf(new Date(clock.now().getTime() - 86_400_000))} client money differs from the bank`],
    'every later run says what is still open',
  )
})
