import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { createCustomer } from '../server/identity/customer.ts'
import { hashToken } from '../server/identity/secrets.ts'
import { openOperatorAccounts } from '../server/ledger/accounts.ts'
import { createLedger } from '../server/ledger/ledger.ts'
import { createMerchant, newApiKey, staticQr } from '../server/merchants/merchant.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { connect, type Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'
import { createBenchDatabase, runPgbench, startBenchServer } from './baseline.ts'
import type { BenchOptions } from './ledger.ts'
import { compare, type Figure } from './report.ts'
import { endProcess, startWallet } from './wallet.ts'

const runFile = promisify(execFile)
const customerCount = 2_000
const merchantCount = 20
const connections = 128
const pgbenchClients = 8
const openingMinor = 19_000_000_00n
const feeBasisPoints = 70
const pin = '482913'
const port = 3799

const ids = createIds(clock)

/**
 * Payments over HTTP with session, PIN, stored decision, fee, outbox event and idempotency, beside pgbench TPC-B on the
 * same server. The wallet is the real program in a process of its own; the load comes from wrk.
 */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const server = await startBenchServer()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-bench-'))
  try {
    const url = await createBenchDatabase(server, 'bench_payments')
    const secretKey = randomBytes(32)
    const sql = connect(url, { connections: 8, name: 'bench' })
    const world = await prepareWorld(sql, secretKey)
    const script = path.join(folder, 'pay.lua')
    writeFileSync(script, wrkScript(world))
    const wallet = await startWallet({ url, folder, port }, { DOMPET_SECRET_KEY: secretKey.toString('base64') })
    const measured: { value: number; baseline: number }[] = []
    try {
      await runWrk(script, 2)
      for (let round = 0; round < rounds; round += 1) {
        const baseline = await runPgbench(server, pgbenchClients, seconds)
        const before = await countPaid(sql)
        const { elapsed, text } = await runWrk(script, seconds)
        const paid = (await countPaid(sql)) - before
        measured.push({ value: paid / elapsed, baseline })
        note(`round ${round + 1}: ${paid} paid; ${text}`)
      }
    } finally {
      await endProcess(wallet)
    }
    await checkSums(sql)
    await sql.end()
    return [{ ...compare('payments', 'payments/s', measured), wanted: '>= 1' }]
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await server.stop()
  }
}

type World = { tokens: string[]; codes: string[] }

async function prepareWorld(sql: Sql, secretKey: Buffer): Promise<World> {
  await openOperatorAccounts(sql, ids, clock.now())
  await sql`insert into fee_version values (2, now() - interval '1 hour')`
  await sql`insert into fee values (2, 'shop', 'merchant', 0, ${feeBasisPoints}, 'IDR'), (2, 'send', 'customer', 0, 0, 'IDR')`
  const codes = await sql.begin(async (tx) => {
    const made: string[] = []
    for (let index = 0; index < merchantCount; index += 1) {
      const merchant = {
        name: `Toko ${index}`,
        city: 'Bandung',
        category: '5411',
        apiKey: newApiKey(randomBytes),
        webhook: null,
      }
      made.push(staticQr(await createMerchant(tx, clock, ids, merchant)))
    }
    return made
  })
  const [opening] = await sql<{ id: string }[]>`select id from ledger.account where purpose = 'opening'`
  const ledger = createLedger({ sql, lanes: [sql], clock, ids, batch: { depth: 1 } })
  const tokens: string[] = []
  await Promise.all(
    Array.from({ length: customerCount }, async (_, index) => {
      const { id, accountId } = await makeCustomer(sql, secretKey, index)
      const token = randomBytes(32).toString('base64url')
      tokens.push(token)
      await sql`insert into session (token_hash, id, customer_id, device, started_at, expires_at)
        values (${hashToken(token)!}, ${ids()}, ${id}, 'bench', now(), now() + interval '1 day')`
      const legs = [
        { accountId: opening!.id, amountMinor: -openingMinor },
        { accountId, amountMinor: openingMinor },
      ]
      await ledger.submit({ actorId: id, key: 'opening', operation: { kind: 'entry', entryKind: 'opening', legs } })
    }),
  )
  return { tokens, codes }
}

async function makeCustomer(sql: Sql, secretKey: Buffer, index: number) {
  const row = await sql.begin((tx) =>
    createCustomer(
      tx,
      { ids, secretKey },
      {
        name: `Pelanggan ${index}`,
        phone: `+62811${1_000_000 + index}`,
        language: 'id',
        passwordHash: '-',
        pin,
        createdAt: clock.now(),
      },
    ),
  )
  return row!
}

/** More than a thread sends in a second: a run that begins after another repeats none of its keys. */
const serialsPerSecond = 100_000

/** No amount comes twice from one customer: the same one to the same shop within a minute would be asked about. */
function wrkScript({ tokens, codes }: World): string {
  const list = (values: string[]) => `{${values.map((value) => `"${value}"`).join(',')}}`
  return `
local tokens = ${list(tokens)}
local codes = ${list(codes)}
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
function init() math.randomseed(os.time() * 10 + id); serial = os.time() * ${serialsPerSecond} end
local run = "${randomBytes(4).toString('hex')}"
request = function()
  serial = serial + 1
  local token = tokens[(serial * 2 + id) % #tokens + 1]
  local body = string.format('{"target":{"kind":"qris","payload":"%s"},"amount":"%d","fee":"0","pin":"${pin}"}',
    codes[math.random(#codes)], 1 + serial % 9973)
  return wrk.format("POST", "/api/payments", {
    ["content-type"] = "application/json", ["x-dompet-request"] = "1", ["cookie"] = "dompet_session=" .. token,
    ["idempotency-key"] = string.format("%s-%d-%d", run, id, serial) }, body)
end`
}

async function runWrk(script: string, seconds: number) {
  const start = performance.now()
  const { stdout } = await runFile('wrk', [
    '-t2',
    `-c${connections}`,
    `-d${seconds}s`,
    '--latency',
    '-s',
    script,
    `http://127.0.0.1:${port}/api/payments`,
  ])
  const elapsed = (performance.now() - start) / 1000
  const text = [/99%\s+(\S+)/.exec(stdout)?.[1] ?? '', /Non-2xx.*/.exec(stdout)?.[0] ?? ''].join(' ')
  return { elapsed, text: `p99 ${text}` }
}

async function countPaid(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from payment where state = 'paid'`
  return row!.count
}

async function checkSums(sql: Sql) {
  const [row] = await sql<{ total: bigint }[]>`select sum(balance)::bigint as total from ledger.account`
  if (row?.total !== 0n) throw new Error('the ledger does not sum to zero')
}
