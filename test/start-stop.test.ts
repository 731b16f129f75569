import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSandboxKeys } from '../sandbox/keys.ts'
import { checkLedger } from '../server/ledger/check.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { connectOwner } from '../server/platform/database.ts'
import { freePort, isFreePort } from '../server/platform/free-port.ts'
import { readMigrations } from '../server/platform/migrate.ts'
import { prepareWorld } from './chaos/world.ts'
import { createTestDatabase, startTestServer } from './database.ts'

const root = path.resolve(import.meta.dirname, '..')
const readyPatienceMs = 60_000
const stopPatienceMs = 15_000

let folder: string
let keys: ReturnType<typeof ensureSandboxKeys>
const children: ChildProcess[] = []

before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-start-'))
  keys = ensureSandboxKeys(folder)
})
after(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

/**
 * Asks on a connection that stays open for a next request, as a proxy's does. Resolves when the request is under way, which
 * the server says itself: it asks for the body. `status`: of the answer.
 */
async function postAndStay(agent: http.Agent, address: string, body: object): Promise<{ status: Promise<number> }> {
  const headers = { 'content-type': 'application/json', 'x-dompet-request': '1', expect: '100-continue' }
  const request = http.request(address, { method: 'POST', agent, headers })
  request.flushHeaders()
  await once(request, 'continue')
  request.end(JSON.stringify(body))
  const status = once(request, 'response').then(([answer]: http.IncomingMessage[]) => {
    answer!.resume()
    return answer!.statusCode!
  })
  return { status }
}

/** The program as an operator starts it. `told`: what it said on its way. */
async function startWallet(settings: Record<string, string>) {
  const port = await freePort()
  const child: ChildProcess = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DOMPET_PORT: String(port),
      DOMPET_DATA: path.join(folder, 'data'),
      DOMPET_LOG: 'silent',
      DOMPET_RATE_LIMIT_PER_MINUTE: '1000000',
      DOMPET_SIGNIN_LIMIT_PER_MINUTE: '1000000',
      BANK_PUBLIC_KEY_FILE: keys.bankPublic,
      BANK_SIGNING_KEY_FILE: keys.walletPrivate,
      ...settings,
    },
  })
  children.push(child)
  let told = ''
  child.stderr!.on('data', (chunk) => {
    told += chunk
  })
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, told }))
  return { child, ended, address: `http://127.0.0.1:${port}` }
}

async function untilReady({ child, ended, address }: Awaited<ReturnType<typeof startWallet>>) {
  const giveUpAt = performance.now() + readyPatienceMs
  while (performance.now() < giveUpAt) {
    assert.equal(child.exitCode, null, child.exitCode === null ? '' : (await ended).told)
    const answer = await fetch(`${address}/readyz`).catch(() => null)
    if (answer?.ok) return
    await sleep(50)
  }
  assert.fail('the wallet does not serve')
}

test('three processes start at once on an empty database: all serve, and everything was made once', async () => {
  const server = await startTestServer()
  const admin = connectOwner(server.url('postgres'))
  const name = `start_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name}`)
  const sql = connectOwner(server.url(name))
  try {
    const settings = { DATABASE_URL: server.url(name), DOMPET_DEMO: 'yes' }
    const wallets = await Promise.all([1, 2, 3].map(() => startWallet(settings)))
    await Promise.all(wallets.map(untilReady))
    const migrated = await sql`select name from migration order by name`
    assert.deepEqual(
      migrated.map((row) => row.name),
      readMigrations().map((one) => one.name),
    )
    const [made] = await sql`
      select (select count(*)::int from staff where email = 'sari@dompet.example') as agents,
        (select count(*)::int from ledger.account where owner_id is null and purpose = 'fees') as fees,
        (select count(distinct value)::int = count(*)::int and count(*) > 0 from directory_entry) as directory,
        (select count(*)::int from (select slug from article_version where state = 'published' group by slug having count(*) > 1) twice) as twice`
    assert.deepEqual({ ...made }, { agents: 1, fees: 1, directory: true, twice: 0 })
    for (const { child } of wallets) child.kill('SIGTERM')
    const ends = await Promise.all(wallets.map(({ ended }) => ended))
    assert.deepEqual(
      ends.map(({ code }) => code),
      [0, 0, 0],
    )
  } finally {
    await sql.end()
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  }
})

test('asked to stop, it answers what is under way, loses nothing of it, and ends in order', async () => {
  const database = await createTestDatabase()
  try {
    const secretKey = randomBytes(32)
    const world = await prepareWorld(database.sql, database.owner, secretKey, { clock, customers: 8, checkouts: 0 })
    const wallet = await startWallet({
      DATABASE_URL: database.url,
      DOMPET_MIGRATE: 'no',
      DOMPET_SECRET_KEY: secretKey.toString('base64'),
    })
    await untilReady(wallet)
    const pay = (cookie: string, key: string, body: object) =>
      fetch(`${wallet.address}/api/payments`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-dompet-request': '1', cookie, 'idempotency-key': key },
        body: JSON.stringify(body),
      })

    let stopping = false
    const acknowledged: string[] = []
    const payUntilStopped = async (number: number) => {
      const { cookie } = world.customers[number]!
      const target = world.targets[(number + 1) % world.customers.length]
      while (!stopping) {
        const key = randomUUID()
        const body = { target, amount: String(1 + number), fee: '0', pin: '805917', again: true }
        const answer = await pay(cookie, key, body).catch(() => null)
        if (answer?.status === 201) acknowledged.push(key)
      }
    }
    const payers = world.customers.map((_, number) => payUntilStopped(number))
    const agent = new http.Agent({ keepAlive: true })
    try {
      await sleep(500)
      // Slow enough to be answered after the signal: each derives a key from the password.
      const signIns = await Promise.all(
        Array.from({ length: 4 }, (_, number) =>
          postAndStay(agent, `${wallet.address}/api/session`, {
            phone: `+62811990000${number}`,
            password: 'gelas ungu di atas meja',
          }),
        ),
      )
      wallet.child.kill('SIGTERM')
      assert.deepEqual(await Promise.all(signIns.map(({ status }) => status)), [401, 401, 401, 401])
      const { code } = await Promise.race([wallet.ended, sleep(stopPatienceMs, { code: 'too late' })])
      assert.equal(code, 0)
    } finally {
      stopping = true
      agent.destroy()
      await Promise.all(payers)
    }

    assert.ok(acknowledged.length > 0, `${acknowledged.length} payments`)
    const [stored] = await database.owner`
      select count(*)::int as times, count(distinct idempotency_key)::int as keys from payment
      where state = 'paid' and idempotency_key = any(${acknowledged})`
    assert.deepEqual({ ...stored }, { times: acknowledged.length, keys: acknowledged.length })
    assert.deepEqual(await checkLedger(database.sql), [])
  } finally {
    await database.drop()
  }
})

test('a start that fails after its own PostgreSQL is up takes it down again', async () => {
  const data = path.join(folder, 'own')
  mkdirSync(data)
  // Started by root, PostgreSQL is somebody else.
  chmodSync(folder, 0o755)
  chmodSync(data, 0o755)
  const taken = http.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  try {
    const { port } = taken.address() as AddressInfo
    const { ended } = await startWallet({ DATABASE_URL: '', DOMPET_DATA: data, DOMPET_PORT: String(port) })
    const end = await ended
    assert.match(end.told, new RegExp(`^ {2}DOMPET_PORT: port ${port} is in use$`, 'm'))
    assert.equal(end.code, 78)
    assert.ok(existsSync(path.join(data, 'postgres/data/PG_VERSION')), 'it was made')
    assert.equal(existsSync(path.join(data, 'postgres/data/postmaster.pid')), false, 'and does not run')
  } finally {
    taken.close()
  }
})

test('a configuration at fault is told in words, and the exit code says that starting again is of no use', async () => {
  const database = await createTestDatabase()
  try {
    const settings = { DATABASE_URL: database.url, DOMPET_MIGRATE: 'no' }
    const wrong = new URL(database.url)
    wrong.password = 'wrong'
    const cases: [settings: Record<string, string>, told: RegExp][] = [
      [{ DOMPET_PORT: 'abc' }, /^ {2}DOMPET_PORT: must be a whole number from 0 to 65535$/m],
      [{ BANK_PUBLIC_KEY_FILE: '/nowhere.pem' }, /^ {2}BANK_PUBLIC_KEY_FILE: .*\/nowhere\.pem.* no such file$/m],
      [{ DATABASE_URL: wrong.href }, /^ {2}DATABASE_URL: the database does not let us in: password/m],
      [{ DATABASE_URL: database.url.replace(/\w+$/, 'postgres') }, /^ {2}DOMPET_MIGRATE: is "no", and \d+ migrations/m],
    ]
    for (const [change, told] of cases) {
      const { ended } = await startWallet({ ...settings, ...change })
      const end = await ended
      assert.match(end.told, told)
      assert.doesNotMatch(end.told, / {4}at |wrong|hidden/, 'no trace, no secret')
      assert.equal(end.code, 78)
    }
  } finally {
    await database.drop()
  }
})

test('"npm start" ends whole, database and all, when nobody but npm is told to end', async () => {
  const port = await freePort()
  const data = path.join(folder, 'npm-start')
  const npm = spawn('npm', ['start', '--', '--empty'], {
    cwd: root,
    stdio: 'ignore',
    env: { ...process.env, DOMPET_PORT: String(port), DOMPET_DATA: data, DATABASE_URL: '' },
  })
  children.push(npm)
  const ended = once(npm, 'exit').then(() => ({ code: npm.exitCode, told: '' }))
  await untilReady({ child: npm, ended, address: `http://127.0.0.1:${port}` })
  npm.kill('SIGTERM')
  await ended
  const lock = path.join(data, 'postgres/data/postmaster.pid')
  const giveUpAt = performance.now() + stopPatienceMs
  while (existsSync(lock) || !(await isFreePort(port))) {
    assert.ok(performance.now() < giveUpAt, 'something still runs')
    await sleep(50)
  }
})
