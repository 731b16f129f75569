import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { checkLedger } from '../../server/ledger/check.ts'
import { connect, connectOwner, type Sql } from '../../server/platform/database.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { type PostgresServer, startPostgres } from '../../server/platform/postgres-server.ts'
import { type Attempt, pay, prepareWorld, startLoad, type World } from './load.ts'
import { createRandom } from './random.ts'

const kills = Number(process.env.CHAOS_KILLS ?? 3)
const seed = Number(process.env.CHAOS_SEED ?? 20_260_310)
const clients = 16
/** Issue 2: a restart serves within this time. */
const restartLimitMs = 10_000
const restartTimeoutMs = 60_000
const readyPollMs = 25
const readyTimeoutMs = 2_000
const recheckedAnswers = 150

const root = path.resolve(import.meta.dirname, '../..')
const secretKey = randomBytes(32)

let folder: string
let server: PostgresServer
let sql: Sql
let world: World
let port: number
let wallet: ChildProcess | undefined

before(async () => {
  mkdirSync(path.join(root, '.dompet'), { recursive: true })
  folder = mkdtempSync(path.join(root, '.dompet', 'chaos-'))
  // As in production: what was acknowledged must be on disk.
  server = await startPostgres(path.join(folder, 'postgres'), { fsync: 'on', synchronous_commit: 'on' })
  const admin = connectOwner(server.url('postgres'))
  await admin`create database chaos`
  await admin.end()
  await migrate(server.url('chaos'))
  sql = connect(server.url('chaos'), { connections: 4, name: 'chaos' })
  world = await prepareWorld(sql, secretKey)
  port = await freePort()
})
after(async () => {
  if (wallet && wallet.exitCode === null) {
    wallet.kill('SIGKILL')
    await once(wallet, 'exit')
  }
  await sql?.end()
  await server?.stop()
  if (server) rmSync(server.folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  return port
}

/** Starts the real program and answers how long it took until it served. */
async function startWallet(): Promise<number> {
  const start = performance.now()
  const keys = ensureSandboxKeys(folder)
  wallet = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: server.url('chaos'),
      DOMPET_PORT: String(port),
      DOMPET_DATA: folder,
      DOMPET_SECRET_KEY: secretKey.toString('base64'),
      DOMPET_LOG: 'fatal',
      DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
      BANK_PUBLIC_KEY_FILE: keys.bankPublic,
      BANK_SIGNING_KEY_FILE: keys.walletPrivate,
    },
  })
  while (performance.now() - start < restartTimeoutMs) {
    assert.equal(wallet.exitCode, null, 'the wallet ended by itself')
    const signal = AbortSignal.timeout(readyTimeoutMs)
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`, { signal }).catch(() => undefined)
    if (ready?.ok) return performance.now() - start
    await sleep(readyPollMs)
  }
  throw new Error('the wallet does not serve')
}

async function killWallet(): Promise<void> {
  wallet!.kill('SIGKILL')
  if (wallet!.exitCode === null && wallet!.signalCode === null) await once(wallet!, 'exit')
}

type StoredRow = {
  customerId: string
  key: string
  id: string
  state: string
  refusal: string | null
  amount: bigint | null
  balanceAfter: bigint | null
  moved: bigint | null
}

async function readStored(): Promise<Map<string, StoredRow[]>> {
  const rows = await sql<StoredRow[]>`
    select p.customer_id as "customerId", p.idempotency_key as key, p.id, p.state, p.refusal, p.amount,
      p.balance_after as "balanceAfter", l.amount as moved
    from payment p
    left join customer c on c.id = p.customer_id
    left join ledger.posting l on l.entry_id = p.entry_id and l.account_id = c.account_id and l.balance_after = p.balance_after`
  return Map.groupBy(rows, (row) => `${row.customerId} ${row.key}`)
}

const minorOf = (money: unknown) => BigInt((money as { amount: string }).amount.replace('.', ''))

/** What the client knows of this attempt must be what is stored. */
function assertKept({ customer, key, answer, resolved }: Attempt, stored: Map<string, StoredRow[]>) {
  const rows = stored.get(`${customer.id} ${key}`) ?? []
  assert.ok(rows.length <= 1, 'never twice')
  const [row] = rows
  if (resolved === 'not_paid') assert.notEqual(row?.state, 'paid', 'was said not to be paid')
  if (resolved === 'paid') assert.equal(row?.state, 'paid')
  if (!answer) return
  assert.ok(row, 'what was answered is stored')
  if (answer.status === 201) {
    assert.deepEqual([row.state, row.id], ['paid', answer.body.id])
    assert.deepEqual([row.amount, row.balanceAfter], [minorOf(answer.body.amount), minorOf(answer.body.balanceAfter)])
    assert.equal(row.moved, -row.amount!, 'and has moved its amount')
  } else if (answer.body.code === 'attempt_abandoned') assert.equal(row.state, 'abandoned')
  else assert.deepEqual([row.state, row.refusal], ['refused', answer.body.code])
}

describe(`killed ${kills} times under load`, () => {
  it('loses nothing, does nothing twice, and serves again at once', { timeout: 600_000 }, async (t) => {
    t.diagnostic(`seed ${seed} (CHAOS_SEED), ${kills} kills (CHAOS_KILLS)`)
    const random = createRandom(seed)
    const starts = [await startWallet()]
    const address = `http://127.0.0.1:${port}`
    const load = startLoad(address, world, random, clients)
    t.after(() => load.abandon())
    for (let kill = 0; kill < kills; kill += 1) {
      await sleep(200 + random.below(1_200))
      await killWallet()
      starts.push(await startWallet())
    }
    await sleep(300)
    await load.stop()

    const { attempts } = load
    const stored = await readStored()
    for (const attempt of attempts) assertKept(attempt, stored)
    const acknowledged = attempts.filter(({ answer }) => answer?.status === 201)
    const unexpected = attempts.filter(({ answer }) => answer && answer.status >= 500)
    assert.deepEqual(
      unexpected.map(({ answer }) => answer),
      [],
    )
    for (let index = 0; index < recheckedAnswers; index += 1) {
      const attempt = random.pick(attempts)
      if (!attempt.answer) continue
      const again = (await pay(address, attempt))!
      assert.deepEqual({ ...again.body, requestId: '' }, { ...attempt.answer.body, requestId: '' })
    }
    await assertWhole(stored)
    assert.deepEqual(await checkLedger(sql), [])

    const lost = attempts.filter((attempt) => attempt.lost > 0)
    const unanswered = attempts.filter(({ answer }) => !answer)
    const longest = Math.max(...starts.slice(1))
    t.diagnostic(
      `${attempts.length} attempts: ${acknowledged.length} paid, ${lost.length} cut off, ${unanswered.length} given up; longest restart ${Math.round(longest)} ms`,
    )
    assert.ok(acknowledged.length > kills && lost.length >= kills, 'there was load, and the kills hit it')
    assert.ok(longest < restartLimitMs, `a restart took ${Math.round(longest)} ms`)
  })
})

/** Beside each attempt: entries and payments belong together, and each checkout was paid once or not at all. */
async function assertWhole(stored: Map<string, StoredRow[]>) {
  const paid = [...stored.values()].flat().filter(({ state }) => state === 'paid')
  const [entries] = await sql`select count(*)::int as count from ledger.entry where kind <> 'opening'`
  assert.equal(entries!.count, paid.length)
  const checkouts = await sql`
    select k.id from checkout k left join payment p on p.checkout_id = k.id and p.state = 'paid'
    group by k.id having count(p.id) > 1 or (k.state = 'paid') <> (count(p.id) = 1) or bool_or(p.id <> k.payment_id)`
  assert.deepEqual(Array.from(checkouts), [])
  const [events] =
    await sql`select count(distinct payload ->> 'paymentId')::int as told, count(*)::int as count from outbox`
  assert.deepEqual([events!.told, events!.count], [paid.length, paid.length], 'one event for each')
}
