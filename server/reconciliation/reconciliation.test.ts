import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import type { BreakRow } from '../../contract/reconciliation.ts'
import { registerBank } from '../../sandbox/bank/bank.routes.ts'
import { type Bank, openBank } from '../../sandbox/bank/bank.ts'
import type { BookingFault } from '../../sandbox/bank/statement.ts'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { systemIds } from '../../sandbox/system.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { registerBankRoutes } from '../banks/bank.routes.ts'
import { fetchBankStatement } from '../banks/bank-statement.ts'
import { openAccount, openOperatorAccounts } from '../ledger/accounts.ts'
import { checkLedger } from '../ledger/check.ts'
import { postEntry } from '../ledger/ledger.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import { createHttp, customerCookie, type Http, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { registerReconciliationRoutes } from './reconciliation.routes.ts'
import { openSource, type ReconciliationDeps } from './reconciliation.ts'

// The wallet and the sandbox's bank over real HTTP, on one clock that the test sets: a day passes when it says so.

const dayMs = 86_400_000
const firstDay = '2026-10-01'
const morning = (index: number) => new Date(Date.parse(`${firstDay}T02:00:00Z`) + index * dayMs)
const dayName = (index: number) => morning(index).toISOString().slice(0, 10)
let now = morning(0)
const clock = {
  now() {
    now = new Date(now.getTime() + 1)
    return now
  },
}
const ids = createIds(clock)
const folder = mkdtempSync(path.join(tmpdir(), 'dompet-reconciliation-'))
const keys = ensureSandboxKeys(folder)
const logged: { msg: string; level: number }[] = []

let database: TestDatabase
let http: Http
let address: string
let bank: Bank
let bankServer: FastifyInstance
let deps: ReconciliationDeps
let customer: { id: string; accountId: string; number: string }

const people: Record<string, StaffActor> = Object.fromEntries(
  [
    ['fajar', ['reconciliation.work', 'correction.decide']],
    ['maya', ['reconciliation.work', 'correction.decide']],
    ['rina', ['ledger.read']],
  ].map(([name, permissions]) => [
    name as string,
    {
      kind: 'staff',
      staffId: ids(),
      sessionId: ids(),
      name: name as string,
      permissions: new Set(permissions as string[]),
    },
  ]),
)

before(async () => {
  database = await createTestDatabase()
  const { sql } = database
  bankServer = fastify()
  bankServer.register(
    async (scope) => registerBank(scope, new Proxy({} as Bank, { get: (_nothing, name) => bank[name as keyof Bank] })),
    { prefix: '/bank' },
  )
  const bankUrl = `${await bankServer.listen({ host: '127.0.0.1', port: 0 })}/bank`
  const signedOut = async () => refuse('signin_required', {})
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  http = await createHttp({
    log,
    ids,
    authenticators: {
      customer: async (token) =>
        token ? ({ kind: 'customer', customerId: token, sessionId: ids() } satisfies CustomerActor) : signedOut(),
      staff: async (token) => people[token ?? ''] ?? signedOut(),
      merchant: signedOut,
    },
    rateLimitPerMinute: 100_000,
    mounts: [],
  })
  await openOperatorAccounts(sql, ids, clock.now())
  const settings = {
    url: bankUrl,
    name: 'Bank Pasir',
    partnerId: 'dompet',
    clientSecret: 'a-client-secret-of-this-test',
  }
  const client = await registerBankRoutes(http, {
    sql,
    clock,
    ids,
    committed: () => {},
    bank: {
      ...settings,
      serviceId: '88810001',
      publicKeyFile: keys.bankPublic,
      signingKeyFile: keys.walletPrivate,
    },
  })
  const fetchStatement = (day: string) => fetchBankStatement(client, day, 8 * 1024 * 1024)
  const source = { name: 'Bank Pasir', currency: 'IDR', format: 'camt.053', fetch: fetchStatement } as const
  deps = { sql, clock, ids, log, source }
  registerReconciliationRoutes(http, { ...deps, committed: () => {} })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
  bank = openBank({
    ...settings,
    dir: folder,
    keys,
    notifyUrl: `${address}/api/bank`,
    clock: clock.now,
    ids: systemIds,
    backoffMs: [5],
  })
  await openSource(deps)
  customer = await newCustomer()
})

after(async () => {
  await http.server.close()
  await bankServer.close()
  await bank.stop()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function newCustomer() {
  const { sql } = database
  const id = ids()
  const at = clock.now()
  const account = { id: ids(), purpose: 'customer', ownerId: id, currency: 'IDR', floor: 0n, openedAt: at } as const
  const accountId = await openAccount(sql, account)
  await sql`
    insert into customer (id, phone, name, language, password_hash, pin_digest, state_since, account_id, created_at)
    values (${id}, '+6281234567890', 'Sari', 'id', '', '', ${at}, ${accountId}, ${at})`
  const answer = await call('POST', '/api/virtual-account', {}, `${customerCookie}=${id}`)
  return { id, accountId, number: answer.body.number as string }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many routes, asserted field by field
type Answer = { status: number; body: any }

async function call(method: string, route: string, body?: unknown, cookie = `${staffCookie}=fajar`): Promise<Answer> {
  const answer = await fetch(address + route, {
    method,
    headers: {
      'x-dompet-request': '1',
      cookie,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const desk = '/api/desk/reconciliation'
const as = (name: string) => `${staffCookie}=${name}`

async function upload(bytes: string | Buffer, who = 'fajar'): Promise<Answer> {
  const form = new FormData()
  form.set('file', new Blob([bytes as string], { type: 'application/xml' }), 'statement.xml')
  const headers = { 'x-dompet-request': '1', cookie: as(who) }
  const answer = await fetch(`${address}${desk}/statements`, { method: 'POST', headers, body: form })
  return { status: answer.status, body: await answer.json() }
}

async function until(condition: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 5_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'waited too long')
    await sleep(5)
  }
}

/** A customer of the bank pays in; `how` says how the bank writes it down. */
async function payIn(rupiah: number, how?: BookingFault): Promise<string> {
  if (how) bank.setFaults({ [how]: true })
  const made = bank.makeTransfer({ virtualAccountNo: customer.number, amount: String(rupiah) })
  if (how) bank.setFaults({ [how]: false })
  assert.ok('transfer' in made)
  const reference = made.transfer.paymentRequestId
  await until(() => bank.store.transfer(reference)!.notification === 'accepted')
  return reference
}

/** The bank has it and the wallet was never told: the notification finds nobody. */
async function payInUntold(rupiah: number): Promise<string> {
  const made = bank.makeTransfer({ virtualAccountNo: customer.number, amount: String(rupiah) })
  assert.ok('transfer' in made)
  return made.transfer.paymentRequestId
}

const read = async () => (await call('GET', desk)).body
const kinds = async () =>
  ((await read()).breaks as BreakRow[]).map(({ kind, reference }) => `${kind} ${reference}`).sort()
const moneyOf = async (index: number) =>
  ((await read()).days as { day: string; clientMoney: { state: string; difference: { amount: string } } }[]).find(
    ({ day }) => day === dayName(index),
  )?.clientMoney
const nextMorning = (index: number) => {
  now = new Date(Math.max(now.getTime(), morning(index).getTime()))
}
const ledgerSums = async () => {
  const rows = await database.sql<{ purpose: string; balance: bigint }[]>`
    select purpose, balance from ledger.account where owner_id is null`
  return Object.fromEntries(rows.map(({ purpose, balance }) => [purpose, balance]))
}

describe('a few days with the bank', () => {
  const references: Record<string, string> = {}

  it('has nothing to show before the first statement', async () => {
    const { body } = await call('GET', desk)
    assert.deepEqual(body, { bank: 'Bank Pasir', alarm: null, openingDifference: null, days: [], breaks: [] })
    assert.equal((await call('POST', `${desk}/days/${dayName(0)}/reconcile`, {})).body.code, 'not_found')
  })

  it('matches a day without breaks, and client money is whole', async () => {
    await payIn(50_000)
    await payIn(70_000)
    await payIn(90_000, 'bookBare')
    nextMorning(1)
    await catchUp(deps)
    const view = await read()
    assert.deepEqual(view.breaks, [])
    assert.equal(view.alarm, null)
    assert.equal(view.openingDifference.amount, '0.00')
    const [day] = view.days
    assert.equal(day.matched, 3)
    assert.equal(day.clientMoney.state, 'balanced')
    assert.equal(day.clientMoney.atBank.amount, '210000.00')
    assert.equal(day.clientMoney.statementClosing.amount, '210000.00')
    assert.equal(day.clientMoney.customers.amount, '210000.00')
    const rules = await database.sql<{ rule: string; count: number }[]>`
      select rule, count(*)::int from settlement_match group by rule order by rule`
    assert.deepEqual(
      [...rules],
      [
        { rule: 'amount_time', count: 1 },
        { rule: 'reference', count: 2 },
      ],
    )
  })

  it('knows the same statement again, and refuses another one under its name or for its day', async () => {
    const [stored] = await database.sql<{ content: Buffer }[]>`select content from settlement_statement`
    const text = stored!.content.toString()
    const before = await database.sql`select count(*)::int from settlement_record`
    const same = await upload(text)
    assert.deepEqual(same, {
      status: 200,
      body: { day: dayName(0), records: 3, matched: 0, openBreaks: 0, known: true },
    })
    const changed = await upload(text.replaceAll('90000.00', '80000.00').replace('210000.00', '200000.00'))
    assert.equal(changed.status, 409)
    assert.equal(changed.body.code, 'statement_changed')
    const renamed = await upload(text.replaceAll('8880000001-', 'X-'))
    assert.equal(renamed.body.code, 'statement_changed')
    const later = text
      .replaceAll(`${dayName(0)}</Dt></Dt></Bal>`, `${dayName(-3)}</Dt></Dt></Bal>`)
      .replace('<Id>8880000001-', '<Id>Y-')
    assert.deepEqual((await upload(later)).body.figures, { reason: 'day' })
    const broken = await upload(text.replace('<Stmt>', ''))
    assert.deepEqual(
      [broken.status, broken.body.code, broken.body.figures.reason],
      [422, 'statement_unreadable', 'xml'],
    )
    assert.deepEqual(await database.sql`select count(*)::int from settlement_record`, before)
  })

  it('types each kind of break on its day, and raises the alarm', async () => {
    references.fine = await payIn(60_000)
    references.missing_there = await payIn(61_000, 'bookMissing')
    references.amount = await payIn(62_000, 'bookChanged')
    references.duplicate = await payIn(63_000, 'bookTwice')
    references.late = await payIn(64_000, 'bookLate')
    await bankServerSilent(async () => {
      references.missing_here = await payInUntold(65_000)
    })
    nextMorning(2)
    await catchUp(deps)
    assert.deepEqual(
      await kinds(),
      [
        `amount ${references.amount}`,
        `duplicate ${references.duplicate}`,
        `late ${references.late}`,
        `late ${references.missing_there}`,
        `missing_here ${references.missing_here}`,
      ].sort(),
    )
    const view = await read()
    assert.equal(view.alarm, dayName(1))
    assert.equal(view.days[0].clientMoney.state, 'explained')
    // +65,000 here, +63,000 twice, −1,000 changed, −64,000 late, −61,000 missing.
    assert.equal(view.days[0].clientMoney.difference.amount, '2000.00')
    assert.ok(logged.some(({ msg, level }) => msg === 'client money differs from the bank' && level === 50))
  })

  it('closes a late booking by itself on the next day, and then calls the other one missing', async () => {
    nextMorning(3)
    await catchUp(deps)
    assert.ok(!(await kinds()).some((kind) => kind.startsWith('late ') && kind.endsWith(references.late!)))
    const [late] = await database.sql<{ id: string; state: string }[]>`
      select id, state from settlement_break where our_reference = ${references.late!}`
    assert.equal(late!.state, 'closed')
    const { body } = await call('GET', `${desk}/breaks/${late!.id}`)
    assert.deepEqual(
      body.events.map(({ action, actor }: { action: string; actor: string }) => [action, actor]),
      [['break.closed', 'Dompet']],
    )
    nextMorning(4)
    await catchUp(deps)
    assert.deepEqual(await kinds(), [
      `amount ${references.amount}`,
      `duplicate ${references.duplicate}`,
      `missing_here ${references.missing_here}`,
      `missing_there ${references.missing_there}`,
    ])
  })

  it('shows both sides next to each other', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'amount')!
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.bank.amount.amount, '61000.00')
    assert.equal(body.ours.amount.amount, '62000.00')
    assert.equal(body.row.difference.amount, '-1000.00')
    assert.equal(body.ours.account, customer.number)
    assert.deepEqual(body.templates, ['from_suspense', 'from_fees'])
    assert.equal(body.row.ageDays, 3)
  })

  it('is explained with a reason, on record, and stays in sight', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'duplicate')!
    const reason = 'The bank takes it back on Monday'
    assert.equal((await call('POST', `${desk}/breaks/${row.id}/explain`, { reason })).status, 200)
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.row.state, 'explained')
    assert.deepEqual(
      [body.events[0].actor, body.events[0].action, body.events[0].reason],
      ['fajar', 'break.explained', reason],
    )
    assert.ok((await kinds()).some((kind) => kind.startsWith('duplicate')))
  })

  it('is corrected by two people, never by one, and its entry is posted once', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'duplicate')!
    const path = `${desk}/breaks/${row.id}/corrections`
    const proposal = {
      template: 'to_suspense',
      amount: '63000',
      reason: 'Booked twice, kept apart until it is taken back',
    }
    assert.deepEqual((await call('POST', path, { ...proposal, template: 'from_fees' })).body.figures, {
      reason: 'template',
    })
    assert.deepEqual((await call('POST', path, { ...proposal, amount: '63001' })).body.figures, { reason: 'amount' })
    const proposed = await call('POST', path, proposal)
    assert.equal(proposed.status, 201)
    assert.equal((await call('POST', path, proposal)).body.code, 'action_not_possible')
    const approve = `${desk}/corrections/${proposed.body.id}/approve`
    assert.equal((await call('POST', approve, {})).body.code, 'second_person_needed')
    assert.equal((await call('POST', approve, {}, as('rina'))).body.code, 'permission_missing')
    const before = await ledgerSums()
    const answers = await Promise.all(Array.from({ length: 4 }, () => call('POST', approve, {}, as('maya'))))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409])
    const after = await ledgerSums()
    assert.equal(after.suspense! - before.suspense!, 63_000_00n)
    assert.equal(after.bank! - before.bank!, -63_000_00n)
    const { body } = await call('GET', `${desk}/breaks/${row.id}`)
    assert.equal(body.row.state, 'corrected')
    assert.deepEqual(
      body.events.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`),
      ['fajar break.explained', 'fajar correction.proposed', 'maya correction.approved'],
    )
    assert.deepEqual(body.templates, [])
  })

  it('is turned down with a reason and can be proposed again', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'amount')!
    const path = `${desk}/breaks/${row.id}/corrections`
    const proposal = { template: 'from_fees', amount: '1000.00', reason: 'The bank kept its fee' }
    const first = await call('POST', path, proposal)
    const reject = `${desk}/corrections/${first.body.id}/reject`
    const reason = 'Ask the bank first'
    assert.equal((await call('POST', reject, { reason })).body.code, 'second_person_needed')
    assert.equal((await call('POST', reject, { reason }, as('maya'))).status, 200)
    assert.equal((await call('POST', reject, { reason }, as('maya'))).body.code, 'action_not_possible')
    const again = await call('POST', path, { ...proposal, template: 'from_suspense' })
    assert.equal((await call('POST', `${desk}/corrections/${again.body.id}/approve`, {}, as('maya'))).status, 200)
  })

  it('says so where an account cannot pay for a correction, and posts nothing', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'missing_there')!
    const proposal = { template: 'from_fees', amount: '61000', reason: 'Never came, we bear it' }
    const proposed = await call('POST', `${desk}/breaks/${row.id}/corrections`, proposal)
    const refused = await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))
    assert.deepEqual([refused.status, refused.body.figures], [422, { reason: 'balance' }])
    await call('POST', `${desk}/corrections/${proposed.body.id}/reject`, { reason: 'Not enough there' }, as('maya'))
    const other = await call('POST', `${desk}/breaks/${row.id}/corrections`, { ...proposal, template: 'from_suspense' })
    assert.equal((await call('POST', `${desk}/corrections/${other.body.id}/approve`, {}, as('maya'))).status, 200)
  })

  it('credits the customer whose transfer we never heard of, as the top-up that it is', async () => {
    const row = ((await read()).breaks as BreakRow[]).find(({ kind }) => kind === 'missing_here')!
    const balance = async () =>
      (
        await database.sql<{ balance: bigint }[]>`select balance from ledger.account where id = ${customer.accountId}`
      )[0]!.balance
    const before = await balance()
    const proposal = { template: 'credit_customer', amount: '65000', reason: 'The notification was lost' }
    const proposed = await call('POST', `${desk}/breaks/${row.id}/corrections`, proposal)
    assert.equal((await call('POST', `${desk}/corrections/${proposed.body.id}/approve`, {}, as('maya'))).status, 200)
    assert.equal((await balance()) - before, 65_000_00n)
    // The bank tells us after all: it is done already.
    bank.notifyAgain(references.missing_here!)
    await until(() => bank.store.transfer(references.missing_here!)!.notification === 'accepted')
    assert.equal((await balance()) - before, 65_000_00n)
    const [audited] = await database.sql<{ actor: string }[]>`
      select actor_name as actor from audit_event where customer_id = ${customer.id} and action = 'top_up.credited'`
    assert.equal(audited!.actor, 'maya')
  })

  it('has no difference left when all is put right', async () => {
    nextMorning(5)
    await catchUp(deps)
    const view = await read()
    assert.deepEqual(view.breaks, [])
    assert.equal(view.alarm, null)
    assert.equal((await moneyOf(4))?.state, 'balanced')
    assert.deepEqual(await checkLedger(database.sql), [])
  })

  it('raises the alarm at a difference that no break explains', async () => {
    const { sql } = database
    const of = async (purpose: 'bank' | 'suspense') =>
      openAccount(sql, { id: ids(), purpose, ownerId: null, currency: 'IDR', floor: null, openedAt: clock.now() })
    const legs = [
      { accountId: await of('bank'), amountMinor: -7_00n },
      { accountId: await of('suspense'), amountMinor: 7_00n },
    ]
    await sql.begin((tx) => postEntry(tx, clock, { id: ids(), kind: 'stray', legs }))
    nextMorning(6)
    await catchUp(deps)
    const view = await read()
    assert.equal(view.alarm, dayName(5))
    assert.deepEqual(
      [view.days[0].clientMoney.state, view.days[0].clientMoney.difference.amount],
      ['unexplained', '-7.00'],
    )
  })

  it('money that reaches us after midnight is in transit, not missing', async () => {
    await bankServerSilent(async () => {
      references.night = await payInUntold(80_000)
    })
    nextMorning(7)
    bank.notifyAgain(references.night!)
    await until(() => bank.store.transfer(references.night!)!.notification === 'accepted')
    await catchUp(deps)
    assert.deepEqual((await read()).breaks, [])
    const money = await moneyOf(6)
    assert.equal(money?.difference.amount, '79993.00')
  })

  it('is told when the bank does not answer', async () => {
    nextMorning(8)
    bank.setFaults({ unreachable: true })
    const answer = await call('POST', `${desk}/days/${dayName(7)}/reconcile`, {})
    assert.deepEqual([answer.status, answer.body.code], [503, 'bank_unreachable'])
    await assert.rejects(catchUp(deps))
    bank.setFaults({ unreachable: false })
    assert.equal((await call('POST', `${desk}/days/${dayName(7)}/reconcile`, {})).status, 200)
  })

  it('is for finance alone', async () => {
    const row = await database.sql<{ id: string }[]>`select id from settlement_break limit 1`
    for (const [method, route, body] of [
      ['GET', desk, undefined],
      ['GET', `${desk}/breaks/${row[0]!.id}`, undefined],
      ['POST', `${desk}/breaks/${row[0]!.id}/explain`, { reason: 'because' }],
      ['POST', `${desk}/days/${dayName(1)}/reconcile`, {}],
    ] as const) {
      assert.equal((await call(method, route, body, as('rina'))).body.code, 'permission_missing')
      assert.equal((await call(method, route, body, '')).body.code, 'signin_required')
    }
    assert.equal((await upload('x', 'rina')).body.code, 'permission_missing')
  })

  it('keeps statements, lines and deeds as they were written', async () => {
    for (const table of ['settlement_statement', 'settlement_record', 'settlement_match', 'operation_event'])
      await assert.rejects(database.sql.unsafe(`delete from ${table}`), /permission denied/)
    await assert.rejects(
      database.sql`update correction set decided_by = proposed_by where state = 'approved'`,
      /correction_four_eyes/,
    )
  })
})

type Fate = 'fine' | 'missing_here' | BookingFault
const fates: Fate[] = [
  'fine',
  'bookMissing',
  'fine',
  'bookChanged',
  'bookTwice',
  'fine',
  'bookLate',
  'bookBare',
  'missing_here',
]
const leaves: Partial<Record<Fate, string>> = {
  missing_here: 'missing_here',
  bookMissing: 'missing_there',
  bookChanged: 'amount',
  bookTwice: 'duplicate',
}

describe('a generated month with the bank', () => {
  const seed = Number(process.env.RECONCILIATION_SEED ?? 7)
  const firstMorning = 8
  const days = 31
  const toEnd = 2

  it('finds each seeded break and no other, and explains each evening’s difference to the last sen', async (t) => {
    t.diagnostic(`seed ${seed} (RECONCILIATION_SEED)`)
    let state = seed
    const draw = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * below)
    }
    const expected: string[] = []
    const late: string[] = []
    let made = 0
    for (let day = firstMorning; day < firstMorning + days + toEnd; day += 1) {
      nextMorning(day)
      const count = day < firstMorning + days ? 1 + draw(2) : 0
      for (let index = 0; index < count; index += 1) {
        // Each fate in turn, so that none is left to chance; amounts repeat, but for those that are all a line is known by.
        const fate = fates[made % fates.length]!
        const rupiah = fate === 'bookBare' ? 30_000 + made : 20_000 + draw(3)
        const reference = await payInAs(fate, rupiah)
        made += 1
        if (leaves[fate]) expected.push(`${leaves[fate]} ${reference}`)
        if (fate === 'bookLate') late.push(reference)
      }
      nextMorning(day + 1)
      await catchUp(deps)
    }
    assert.deepEqual(await kinds(), expected.sort())
    const ends = await database.sql<{ state: string }[]>`
      select distinct state from settlement_break where our_reference = any (${late}) and record_id is null`
    assert.deepEqual([...ends], [{ state: 'closed' }])
    // The stray entry of the test above is all that nothing explains, on every single day.
    const left = await database.sql<{ unexplained: bigint }[]>`
      select distinct difference - explained as unexplained from client_money_day where day >= ${dayName(firstMorning)}`
    assert.deepEqual([...left], [{ unexplained: -7_00n }])
    t.diagnostic(`${made} transfers, ${expected.length} breaks, ${late.length} late ones closed by themselves`)
    assert.deepEqual(await checkLedger(database.sql), [])
  })
})

async function payInAs(fate: Fate, rupiah: number): Promise<string> {
  if (fate === 'fine') return payIn(rupiah)
  if (fate !== 'missing_here') return payIn(rupiah, fate)
  let reference = ''
  await bankServerSilent(async () => {
    reference = await payInUntold(rupiah)
  })
  return reference
}

/** The wallet does not hear the bank while this goes on: its notifications are given up. */
async function bankServerSilent(work: () => Promise<void>): Promise<void> {
  const { sql } = database
  await sql`update virtual_account set number = number || '9', customer_no = customer_no || '9'`
  await work()
  const waiting = () => bank.store.transfers(5).some(({ notification }) => notification === 'waiting')
  await until(() => !waiting())
  await sql`update virtual_account set number = left(number, -1), customer_no = left(customer_no, -1)`
}
