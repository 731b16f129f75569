import assert from 'node:assert/strict'
import { createPrivateKey, randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { problem } from '../contract/refusals.ts'
import type { Route } from '../contract/route.ts'
import { jakartaTimestamp, signNotification } from '../sandbox/bank/snap.ts'
import { ensureSandboxKeys } from '../sandbox/keys.ts'
import { followAll } from '../server/cases/follow.ts'
import { createCustomer } from '../server/identity/customer.ts'
import { startGuest } from '../server/identity/guest.ts'
import { createPasswords } from '../server/identity/passwords.ts'
import { hashToken, systemSecrets } from '../server/identity/secrets.ts'
import { startSession } from '../server/identity/session.ts'
import { insertStaffSession } from '../server/identity/staff.sql.ts'
import { createStaff } from '../server/identity/staff.ts'
import { checkLedger } from '../server/ledger/check.ts'
import { startDompet } from '../server/main.ts'
import { createMerchant, newApiKey } from '../server/merchants/merchant.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import { createIds } from '../server/platform/ids.ts'
import { isStorableText } from '../server/platform/text.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { brokenBodies, spoiled, strangeTexts, valuesOf, wrongContentTypes } from './malformed.ts'

const runs = Number(process.env.BAD_INPUT_RUNS ?? 6)
const samples = Number(process.env.BAD_INPUT_SAMPLES ?? 1)
const seed = Number(process.env.BAD_INPUT_SEED ?? 20_260_310)

const ids = createIds(clock)
const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-bad-input-'))
const keys = ensureSandboxKeys(folder)
const faults: string[] = []

let database: TestDatabase
let dompet: Awaited<ReturnType<typeof startDompet>>
let customerId: string
let staffId: string
let merchantKey: string
let known: { uuids: string[] }

before(async () => {
  database = await createTestDatabase()
  const config = readConfig({
    DATABASE_URL: database.url,
    DOMPET_MIGRATE: 'no',
    DOMPET_PORT: '0',
    DOMPET_DATA: folder,
    DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
    DOMPET_SIGNIN_LIMIT_PER_MINUTE: '100000000',
    // Nobody listens here: what needs the outside world is refused as unreachable.
    SMPP_PORT: '9',
    BANK_URL: 'http://127.0.0.1:9/bank',
    BANK_PUBLIC_KEY_FILE: keys.bankPublic,
    BANK_SIGNING_KEY_FILE: keys.walletPrivate,
  })
  const log = pino({ level: 'error' }, { write: (line: string) => void faults.push(line) })
  dompet = await startDompet(config, log)
  const now = clock.now()
  const { sql } = database
  merchantKey = newApiKey(randomBytes)
  const passwordHash = await createPasswords().hash('gelas ungu di atas meja')
  await sql.begin(async (tx) => {
    const customer = { name: 'Anna', phone: '+6281288000001', passwordHash, pin: '805917', language: 'id' } as const
    customerId = (await createCustomer(tx, { ids, secretKey: config.secretKey }, { ...customer, createdAt: now }))!.id
    const shop = { name: 'Warung', city: 'Bandung', category: '5812', apiKey: merchantKey, webhook: null }
    const merchant = await createMerchant(tx, clock, ids, shop)
    known = { uuids: [customerId, merchant.id, ids(), randomUUID()] }
  })
  const roles = ['agent', 'supervisor', 'risk', 'finance', 'editor', 'admin'] as const
  const member = {
    email: 'rina@dompet.example',
    name: 'Rina',
    roles: [...roles],
    languages: ['id' as const],
    passwordHash,
  }
  staffId = (await createStaff(sql, { ids }, { ...member, createdAt: now }))!.id
  // The search takes the new customer in, in its own time: it must not look like something that bad input left behind.
  await followAll(sql)
})
after(async () => {
  await dompet.stop()
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** The right kind of session, new for each route: one of them ends it. */
async function credentials(route: Route): Promise<Record<string, string>> {
  const now = clock.now()
  const common = { 'x-dompet-request': '1' }
  switch (route.who) {
    case 'customer':
    case 'anyone': {
      const session = { customerId, device: 'test', now }
      const token = await database.sql.begin((tx) => startSession(tx, { ids, secrets: systemSecrets }, session))
      return { ...common, cookie: `dompet_session=${token}` }
    }
    case 'guest': {
      const token = systemSecrets.token()
      await startGuest({ sql: database.sql, clock, ids }, { token, name: '', language: 'id', device: '–' })
      return { ...common, authorization: `Bearer ${token}` }
    }
    case 'staff': {
      const token = systemSecrets.token()
      const expiresAt = new Date(now.getTime() + 3_600_000)
      const session = { tokenHash: hashToken(token)!, id: ids(), staffId, startedAt: now, expiresAt }
      await database.sql.begin((tx) => insertStaffSession(tx, session))
      return { ...common, cookie: `dompet_staff=${token}` }
    }
    case 'merchant':
      return { authorization: `Bearer ${merchantKey}` }
    case 'bank':
      return {}
  }
}

type Call = { path: string; headers: Record<string, string>; payload?: string | Buffer; what: string }

const bankKey = createPrivateKey(readFileSync(keys.bankPrivate))

function send(route: Route, { path, headers, payload }: Call) {
  const signed = route.who === 'bank' && typeof payload === 'string' ? bankHeaders(path, payload) : {}
  const options: InjectOptions = { method: route.method, url: path, headers: { ...signed, ...headers } }
  return dompet.http.server.inject(payload === undefined ? options : { ...options, payload })
}

/** Signed rightly, so that the content is what is refused. */
function bankHeaders(path: string, body: string) {
  const timestamp = jakartaTimestamp(clock.now())
  const signature = signNotification(bankKey, path, body, timestamp)
  return {
    'x-timestamp': timestamp,
    'x-signature': signature,
    'x-partner-id': 'dompet',
    'content-type': 'application/json',
  }
}

type Answer = Awaited<ReturnType<typeof send>>

/** A problem with a known code and the request's id; the bank is answered in its own words. */
function assertProblem(route: Route, call: Call, answer: Answer) {
  const said = `${route.method} ${call.path.slice(0, 120)} ${call.what}: ${answer.statusCode} ${answer.body.slice(0, 300)}`
  assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${said}\n${faults.at(-1) ?? ''}`)
  if (route.who === 'bank') return assert.match(JSON.parse(answer.body).responseCode, /^4\d{6}$/, said)
  assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, said)
  const { success, data } = problem.safeParse(JSON.parse(answer.body))
  assert.ok(success, said)
  assert.equal(data.requestId, answer.headers['x-request-id'], said)
  assert.equal(data.status, answer.statusCode, said)
}

/** Not a fault of ours: a good answer, a refusal, or the outside world that is not there. */
function assertNoFault(route: Route, call: Call, answer: Answer) {
  const said = `${route.method} ${call.path.slice(0, 120)} ${call.what}: ${answer.statusCode} ${answer.body.slice(0, 300)}`
  if (answer.statusCode >= 400 && answer.statusCode !== 503) return assertProblem(route, call, answer)
  if (answer.statusCode !== 503) return assert.ok(answer.statusCode < 300, said)
  const { code } = JSON.parse(answer.body)
  assert.ok(['sms_unreachable', 'bank_unreachable'].includes(code), `${said}\n${faults.at(-1) ?? ''}`)
}

/** Rows of every table, but for what this test itself and the workers beside it write. */
async function countRows(): Promise<Record<string, number>> {
  const own = ['session', 'staff_session', 'outbox_reader', 'block', 'leaf', 'seal_key']
  const tables = await database.owner<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname in ('public', 'ledger') and not tablename = any (${own})`
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*)::int as count from ${name}`)
  const rows = await database.owner.unsafe<{ name: string; count: number }[]>(counts.join(' union all '))
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]))
}

const json = { 'content-type': 'application/json' }
const pathOf = (route: Route, value: (name: string) => string) =>
  route.path.replace(/:(\w+)/g, (_all, name) => value(name))
const goodPath = (route: Route) => pathOf(route, () => known.uuids[2]!)
const isUpload = (route: Route) => route.path === '/api/files'
const takesBody = (route: Route) => route.body !== undefined && !isUpload(route)

function* badBodies(route: Route, headers: Record<string, string>): Generator<Call> {
  const path = goodPath(route)
  const idempotent = { ...headers, ...json, 'idempotency-key': 'bad-input-key' }
  const payloads = new Set<string>()
  for (const good of fc.sample(valuesOf(route.body!, { ...known, whole: true }), { numRuns: samples, seed }))
    for (const body of spoiled(good))
      if (!route.body!.safeParse(body).success || !isStorableText(body)) payloads.add(JSON.stringify(body))
  for (const payload of payloads) yield { path, headers: idempotent, payload, what: payload.slice(0, 200) }
  for (const payload of brokenBodies) {
    if (isAccepted(route, payload)) continue
    yield { path, headers: idempotent, payload, what: payload.slice(0, 60) }
  }
  const [good] = fc.sample(valuesOf(route.body!, known), { numRuns: 1, seed })
  const payload = JSON.stringify(good)
  if (route.who !== 'bank')
    for (const type of wrongContentTypes)
      yield { path, headers: { ...idempotent, 'content-type': type }, payload, what: type }
  if (route.idempotent)
    for (const key of ['', 'short', 'x'.repeat(65), 'bank:0000000000', "' or 1=1 --"])
      yield { path, headers: { ...idempotent, 'idempotency-key': key }, payload, what: `key ${key}` }
}

function isAccepted(route: Route, payload: string): boolean {
  try {
    return route.body!.safeParse(JSON.parse(payload)).success
  } catch {
    return false
  }
}

function* badAddresses(route: Route, headers: Record<string, string>): Generator<Call> {
  const full = { ...headers, ...(takesBody(route) ? json : {}), 'idempotency-key': 'bad-input-key' }
  const [body] = takesBody(route) ? fc.sample(valuesOf(route.body!, known), { numRuns: 1, seed }) : []
  const rest = { headers: full, ...(takesBody(route) ? { payload: JSON.stringify(body) } : {}) }
  if (route.params) for (const text of strangeTexts) yield { ...rest, path: pathOf(route, () => text), what: 'path' }
  if (!route.query) return
  const names = Object.keys(route.query.shape)
  for (const name of [...names, 'surplus', '__proto__', 'constructor'])
    for (const text of strangeTexts) yield { ...rest, path: `${goodPath(route)}?${name}=${text}`, what: 'query' }
  for (const name of names)
    yield { ...rest, path: `${goodPath(route)}?${name}=1&${name}=2&${name}[a]=3`, what: 'twice' }
}

function* badSessions(route: Route): Generator<Call> {
  if (route.who === 'anyone' || route.who === 'bank') return
  const own = { 'x-dompet-request': '1', 'idempotency-key': 'bad-input-key', ...(takesBody(route) ? json : {}) }
  const [body] = takesBody(route) ? fc.sample(valuesOf(route.body!, known), { numRuns: 1, seed }) : []
  const rest = { path: goodPath(route), ...(takesBody(route) ? { payload: JSON.stringify(body) } : {}) }
  const name = route.who === 'merchant' || route.who === 'guest' ? 'authorization' : 'cookie'
  const before = { merchant: 'Bearer ', guest: 'Bearer ', staff: 'dompet_staff=', customer: 'dompet_session=' }[
    route.who
  ]
  for (const value of [
    '',
    'x',
    'x'.repeat(43),
    'x'.repeat(8_000),
    '%00',
    '"',
    ';;;=',
    `dk_${'x'.repeat(43)}`,
    '%ED%A0%80',
  ])
    yield { ...rest, headers: { ...own, [name]: before + value }, what: `session ${value.slice(0, 20)}` }
  yield { ...rest, headers: own, what: 'no session' }
}

describe('bad input', () => {
  it('is refused by each route with a problem, and nothing is stored', async (t) => {
    t.diagnostic(`seed ${seed} (BAD_INPUT_SEED)`)
    let tried = 0
    for (const route of dompet.http.routes) {
      const headers = await credentials(route)
      const before = await countRows()
      const bodies = takesBody(route) ? badBodies(route, headers) : []
      for (const call of [...bodies, ...badSessions(route)]) {
        assertProblem(route, call, await send(route, call))
        tried += 1
      }
      assert.deepEqual(await countRows(), before, `${route.method} ${route.path}`)
    }
    t.diagnostic(`${tried} requests to ${dompet.http.routes.length} routes`)
    assert.ok(dompet.http.routes.length > 30 && tried > 1_000)
  })

  it('in the address is no fault of ours either', async () => {
    for (const route of dompet.http.routes) {
      const headers = await credentials(route)
      for (const call of badAddresses(route, headers)) assertNoFault(route, call, await send(route, call))
    }
  })

  it('as an upload is refused too', async () => {
    const upload = dompet.http.routes.find(isUpload)!
    const headers = await credentials({ ...upload, who: 'customer' })
    const part = (disposition: string, content: string) =>
      `--b\r\ncontent-disposition: form-data; ${disposition}\r\ncontent-type: image/png\r\n\r\n${content}\r\n--b--\r\n`
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' }
    const payloads: [headers: Record<string, string>, payload: string | Buffer][] = [
      [json, '{}'],
      [multipart, ''],
      [multipart, '--b'],
      [multipart, part('name="other"', 'x')],
      [multipart, part('name="file"', 'x')],
      [multipart, part('name="file"; filename="x.png"', '')],
      [multipart, part('name="file"; filename="x.png"', '<svg onload="alert(1)"/>')],
      [multipart, part(`name="file"; filename="${'x'.repeat(5_000)}"`, '\x89PNG\r\n\x1a\n broken')],
      [multipart, part('name="file"; filename="\0.png"', 'GIF89a')],
      [multipart, part('name="file"; filename="x.png"', 'x'.repeat(11 * 1024 * 1024))],
      [{ 'content-type': 'multipart/form-data' }, part('name="file"; filename="x"', 'x')],
      [{ 'content-type': 'text/plain' }, 'x'],
    ]
    const before = await countRows()
    for (const as of ['customer', 'staff', 'nobody', '%00', ''])
      for (const [more, payload] of payloads) {
        const call = {
          path: `/api/files?as=${as}`,
          headers: { ...headers, ...more },
          payload,
          what: String(payload).slice(0, 80),
        }
        assertProblem(upload, call, await send(upload, call))
      }
    for (const id of strangeTexts) {
      const call = { path: `/api/files/${id}`, headers, what: 'file' }
      assertProblem({ ...upload, method: 'GET' }, call, await send({ ...upload, method: 'GET' }, call))
    }
    assert.deepEqual(await countRows(), before)
  })

  it('of the right shape is answered, whatever it holds', async () => {
    for (const route of dompet.http.routes.filter((route) => !isUpload(route))) {
      const headers = { ...(await credentials(route)), ...(takesBody(route) ? json : {}) }
      const body = takesBody(route) ? valuesOf(route.body!, known) : fc.constant(undefined)
      const query = route.query ? valuesOf(route.query, known) : fc.constant({})
      const id = fc.constantFrom(...known.uuids)
      for (const [drawnBody, drawnQuery, drawnId] of fc.sample(fc.tuple(body, query, id), { numRuns: runs, seed })) {
        const search = new URLSearchParams(
          Object.entries(drawnQuery as object).map(([name, value]) => [name, String(value)]),
        )
        const call: Call = {
          path: `${pathOf(route, () => drawnId)}${search.size > 0 ? `?${search}` : ''}`,
          headers: { ...headers, 'idempotency-key': randomUUID() },
          what: JSON.stringify(drawnBody)?.slice(0, 300) ?? '',
          ...(drawnBody === undefined ? {} : { payload: JSON.stringify(drawnBody) }),
        }
        assertNoFault(route, call, await send(route, call))
      }
    }
    assert.deepEqual(await checkLedger(database.sql), [])
    assert.deepEqual(faults, [])
  })
})
