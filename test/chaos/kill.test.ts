import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { checkLedger } from '../../server/ledger/check.ts'
import { verifyLedger } from '../../server/ledger/verify.ts'
import { connect, connectOwner, isConnectionLost, type Sql } from '../../server/platform/database.ts'
import { migrate } from '../../server/platform/migrate.ts'
import { type PostgresServer, startPostgres } from '../../server/platform/postgres-server.ts'
import { checkHistory } from './checker.ts'
import { createHistory } from './history.ts'
import { type Holders, startHolders } from './holders.ts'
import { type Load, startPayers } from './payers.ts'
import { createRandom } from './random.ts'
import { readState } from './state.ts'
import { createWallet, postmasterOf, type Wallet } from './victims.ts'
import { prepareWorld, type World } from './world.ts'

const kills = Number(process.env.CHAOS_KILLS ?? 5)
/** For a machine that is slow or busy: no further kill after this time; what was done is judged all the same. */
const mostSeconds = Number(process.env.CHAOS_SECONDS ?? Number.POSITIVE_INFINITY)
const seed = Number(process.env.CHAOS_SEED ?? 20_260_310)
const payers = 12
const holders = 8
/** Serves again within this time; in the short run, which shares the machine with other tests, within a longer one. */
const readyLimitMs = process.env.CHAOS_KILLS ? 10_000 : 30_000
const patienceMs = 60_000
const firstPauseMs = 100
const longestPauseMs = 350
const noticeMs = 100

/** Who dies. The first round takes one of each, so that a short run meets all of them. */
const victims = ['wallet', 'postmaster', 'backend', 'holder', 'wallet and postmaster'] as const
type Victim = (typeof victims)[number]
const drawnVictims: readonly Victim[] = [
  'wallet',
  'wallet',
  'wallet',
  'postmaster',
  'postmaster',
  'backend',
  'holder',
  ...victims,
]

const root = path.resolve(import.meta.dirname, '../..')
const secretKey = randomBytes(32)

let folder: string
let server: PostgresServer
let sql: Sql
let world: World
let wallet: Wallet
let payersLoad: Load | undefined
let holdersLoad: Holders | undefined

before(async () => {
  mkdirSync(path.join(root, '.dompet'), { recursive: true })
  folder = mkdtempSync(path.join(root, '.dompet', 'chaos-'))
  // As in production, and where the wallet looks for its own: it takes over from here.
  server = await startPostgres(path.join(folder, 'postgres'))
  const admin = connectOwner(server.url('postgres'))
  await admin`create database dompet`
  await admin.end()
  await migrate(server.url('dompet'))
  sql = connect(server.url('dompet'), { connections: 4, name: 'chaos' })
  const owner = connectOwner(server.url('dompet'))
  world = await prepareWorld(sql, owner, secretKey)
  await owner.end()
  wallet = await createWallet(folder, secretKey)
})
after(async () => {
  payersLoad?.abandon()
  holdersLoad?.abandon()
  await sql?.end({ timeout: 1 })
  await wallet?.kill('SIGKILL')
  // PostgreSQL 18 may wait for itself when it is asked to stop while it recovers; nothing of this one is needed again.
  if (server) process.kill(postmasterOf(server.folder), 'SIGKILL')
  if (server) rmSync(server.folder, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
})

/** Who lives now seals what nobody between two kills lived long enough to: the chain is judged over all that was written. */
async function provenOnceSealed() {
  const prove = () => verifyLedger(sql, {}, () => {})
  const start = performance.now()
  let proof = await prove()
  const sealedUnderFire = proof.blocks
  while (proof.unsealed > 0 && performance.now() - start < patienceMs) {
    await sleep(1_000)
    proof = await prove()
  }
  return { proof, sealedUnderFire }
}

/** One backend at random: PostgreSQL ends all the others and recovers. */
async function killBackend(pick: (pids: readonly number[]) => number) {
  const rows = await untilAnswered(
    () => sql<{ pid: number }[]>`
      select pid from pg_stat_activity
      where datname = 'dompet' and application_name in ('dompet', 'dompet posting', 'holder')`,
  )
  if (rows.length > 0) process.kill(pick(rows.map(({ pid }) => pid)), 'SIGKILL')
  // Until the postmaster has noticed, the others still answer.
  await sleep(noticeMs)
}

/** PostgreSQL may still recover from the last kill. */
async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!isConnectionLost(error)) throw error
      await sleep(noticeMs)
    }
  }
}

async function untilPostmasterDiffers(from: number) {
  const start = performance.now()
  for (;;) {
    try {
      if (postmasterOf(server.folder) !== from) return
    } catch {
      // Between the end of one and the start of the next there is no such file.
    }
    assert.ok(performance.now() - start < patienceMs, 'PostgreSQL is not started again')
    await sleep(10)
  }
}

describe(`killed ${kills} times under load`, () => {
  it('loses nothing, does nothing twice, and serves again at once', { timeout: 1_800_000 }, async (t) => {
    t.diagnostic(`seed ${seed} (CHAOS_SEED), ${kills} kills (CHAOS_KILLS)`)
    const random = createRandom(seed)
    const history = createHistory()
    wallet.start()
    await wallet.untilReady()
    payersLoad = startPayers(wallet.address, world, history, random, payers)
    holdersLoad = startHolders(server.url('dompet'), world, history, random, holders)
    const times: { victim: Victim; ms: number }[] = []
    let saidNo = 0

    const begun = performance.now()
    for (let kill = 0; kill < kills && performance.now() - begun < mostSeconds * 1_000; kill += 1) {
      await sleep(firstPauseMs + random.below(longestPauseMs))
      const victim = victims[kill] ?? random.pick(drawnVictims)
      const ready = await strike(victim)
      times.push({ victim, ms: ready.ms })
      if (ready.saidNo) saidNo += 1
    }

    async function strike(victim: Victim) {
      const start = performance.now()
      if (victim === 'holder') {
        await holdersLoad!.kill()
        holdersLoad!.start()
      }
      if (victim === 'backend') await killBackend(random.pick)
      const postmaster = postmasterOf(server.folder)
      if (victim.endsWith('postmaster')) process.kill(postmaster, 'SIGKILL')
      if (victim.startsWith('wallet')) {
        await wallet.kill('SIGKILL')
        wallet.start()
      }
      // What one PostgreSQL did not survive, the wallet does: it is the same process that serves again.
      const [ready] = await Promise.all([
        wallet.untilReady(),
        victim.endsWith('postmaster') ? untilPostmasterDiffers(postmaster) : undefined,
      ])
      const again = await wallet.untilReady()
      return { ms: performance.now() - start, saidNo: ready.saidNo || again.saidNo }
    }

    await sleep(300)
    const cutOff = payersLoad.cutOff()
    const byVerb = holdersLoad.count()
    await Promise.all([payersLoad.stop(), holdersLoad.stop()])
    assert.deepEqual(payersLoad.faults.slice(0, 5), [], 'nobody was told of a fault')
    const state = await untilAnswered(() => readState(sql))
    assert.deepEqual(checkHistory(history.log, state).slice(0, 20), [])
    await assertWhole(sql)
    const owner = connectOwner(server.url('dompet'))
    await owner`analyze`
    await owner.end()
    assert.deepEqual(await checkLedger(sql), [])
    const { proof, sealedUnderFire } = await provenOnceSealed()
    assert.deepEqual(proof.faults, [], 'the chain is whole')
    assert.equal(proof.unsealed, 0, 'and holds every record')

    const { calls, reads } = history.log
    const paid = calls.filter(({ told }) => told?.answer.outcome === 'done').length
    const refused = calls.filter(({ told }) => told?.answer.outcome === 'refused').length
    const unanswered = calls.filter(({ told }) => !told).length
    const struck = Array.from(
      Map.groupBy(times, ({ victim }) => victim),
      ([victim, of]) => `${victim} ${of.length} (back in ${seconds(of, 0.5)}, at most ${seconds(of, 1)})`,
    )
    t.diagnostic(`killed ${times.length} times: ${struck.join(', ')}`)
    t.diagnostic(
      `${calls.length} requests: ${paid} done, ${refused} refused, ${unanswered} without an answer; ${byVerb} by the ledger's verb; ` +
        `${reads.length} balances read; ${state.holds.length} holds; not ready was said ${saidNo} times; ` +
        `${proof.leaves} records sealed in ${proof.blocks} blocks, ${sealedUnderFire} of them between kills; ` +
        '0 lost, 0 doubled, 0 findings',
    )
    assert.ok(paid > kills && cutOff > 0 && refused > 0 && reads.length > 0, 'there was load, and the kills hit it')
    const late = times.filter(({ ms }) => ms >= readyLimitMs).length
    assert.equal(late, 0, `${late} of ${times.length} were not back in time`)
  })
})

function seconds(times: { ms: number }[], share: number): string {
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b)
  return `${(sorted[Math.ceil(share * sorted.length) - 1]! / 1000).toFixed(1)} s`
}

/** Beside each request: entries and payments belong together, and each checkout was paid once or not at all. */
async function assertWhole(db: Sql) {
  const [counts] = await db`
    select (select count(*) from ledger.entry where kind in ('send', 'shop'))::int as entries,
      (select count(*) from payment where state = 'paid')::int as paid,
      (select count(distinct payload ->> 'paymentId') from outbox)::int as told, (select count(*) from outbox)::int as events`
  assert.deepEqual(
    [counts!.entries, counts!.told, counts!.events],
    Array(3).fill(counts!.paid),
    'one entry and one event for each',
  )
  const checkouts = await db`
    select k.id from checkout k left join payment p on p.checkout_id = k.id and p.state = 'paid'
    group by k.id having count(p.id) > 1 or (k.state = 'paid') <> (count(p.id) = 1) or bool_or(p.id <> k.payment_id)`
  assert.deepEqual(Array.from(checkouts), [])
}
