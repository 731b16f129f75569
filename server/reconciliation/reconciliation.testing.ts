import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fastify from 'fastify'
import { pino } from 'pino'
import type { BreakRow } from '../../contract/reconciliation.ts'
import { registerBank } from '../../sandbox/bank/bank.routes.ts'
import { type Bank, openBank } from '../../sandbox/bank/bank.ts'
import type { Account } from '../../sandbox/bank/book.ts'
import { type BookingFault, writeStatement } from '../../sandbox/bank/statement.ts'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { systemIds } from '../../sandbox/system.ts'
import { createTestDatabase } from '../../test/database.ts'
import { registerBankRoutes } from '../banks/bank.routes.ts'
import { fetchBankStatement } from '../banks/bank-statement.ts'
import { openAccount, openOperatorAccounts } from '../ledger/accounts.ts'
import { registerHeldRoutes } from '../payments/held.routes.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import { createHttp, customerCookie, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { registerReconciliationRoutes } from './reconciliation.routes.ts'
import { openSource, type ReconciliationDeps } from './reconciliation.ts'

const dayMs = 86_400_000
const firstDay = '2026-10-01'
export const desk = '/api/desk/reconciliation'
export const as = (name: string) => `${staffCookie}=${name}`
export const morning = (index: number) => new Date(Date.parse(`${firstDay}T02:00:00Z`) + index * dayMs)
export const dayName = (index: number) => morning(index).toISOString().slice(0, 10)

// biome-ignore lint/suspicious/noExplicitAny: answers of many routes, asserted field by field
type Answer = { status: number; body: any }

export type ReconciliationWorld = Awaited<ReturnType<typeof createReconciliationWorld>>

/** The wallet and the sandbox's bank over real HTTP, on one clock that the test sets: a day passes when it says so. */
export async function createReconciliationWorld() {
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
  const database = await createTestDatabase()
  const { sql } = database
  const people = peopleOf(ids)
  const bankServer = fastify()
  bankServer.register(
    async (scope) => registerBank(scope, new Proxy({} as Bank, { get: (_nothing, name) => bank[name as keyof Bank] })),
    { prefix: '/bank' },
  )
  const bankUrl = `${await bankServer.listen({ host: '127.0.0.1', port: 0 })}/bank`
  const signedOut = async () => refuse('signin_required', {})
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(JSON.parse(line)) })
  const http = await createHttp({
    log,
    ids,
    authenticators: {
      customer: async (token) =>
        token ? ({ kind: 'customer', customerId: token, sessionId: ids() } satisfies CustomerActor) : signedOut(),
      staff: async (token) => people[token ?? ''] ?? signedOut(),
      guest: signedOut,
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
  const deps: ReconciliationDeps = { sql, clock, ids, log, source }
  registerReconciliationRoutes(http, { ...deps, committed: () => {} })
  registerHeldRoutes(http, { ...deps, committed: () => {} })
  const address = await http.server.listen({ host: '127.0.0.1', port: 0 })
  const bank: Bank = openBank({
    ...settings,
    dir: folder,
    keys,
    notifyUrl: `${address}/api/bank`,
    clock: clock.now,
    ids: systemIds,
    backoffMs: [5],
  })
  await openSource(deps)
  const customer = await newCustomer()

  async function close() {
    await http.server.close()
    await bankServer.close()
    await bank.stop()
    await database.drop()
    rmSync(folder, { recursive: true, force: true })
  }

  async function newCustomer() {
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

  async function upload(bytes: string | Buffer, who = 'fajar'): Promise<Answer> {
    const form = new FormData()
    form.set('file', new Blob([bytes as string], { type: 'application/xml' }), 'statement.xml')
    const headers = { 'x-dompet-request': '1', cookie: as(who) }
    const answer = await fetch(`${address}${desk}/statements`, { method: 'POST', headers, body: form })
    return { status: answer.status, body: await answer.json() }
  }

  /** Hands in the bank's statement of a day on which finance sent a kept transfer back under its mark. */
  async function uploadReturn(index: number, { mark, rupiah }: { mark: string; rupiah: number }): Promise<Answer> {
    const [last] = await sql<{ account: string; closing: bigint }[]>`
      select account, closing from settlement_statement order by day desc limit 1`
    const day = dayName(index)
    const back = {
      id: BigInt(index),
      paymentRequestId: mark,
      referenceNo: `OUT-${index}`,
      vaNo: '-',
      payer: 'Dompet',
      amountMinor: BigInt(rupiah) * -100n,
      bookedOn: day,
      valueOn: day,
      bare: false,
    }
    const account = { accountNo: last!.account, holder: 'Dompet' } as Account
    return upload(writeStatement({ day, account, openingMinor: last!.closing, bookings: [back] }))
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
    const rows = await sql<{ purpose: string; balance: bigint }[]>`
      select purpose, balance from ledger.account where owner_id is null`
    return Object.fromEntries(rows.map(({ purpose, balance }) => [purpose, balance]))
  }

  /** The wallet does not hear the bank while this goes on: its notifications are given up. */
  async function bankServerSilent(work: () => Promise<void>): Promise<void> {
    await sql`update virtual_account set number = number || '9', customer_no = customer_no || '9'`
    await work()
    const waiting = () => bank.store.transfers(5).some(({ notification }) => notification === 'waiting')
    await until(() => !waiting())
    await sql`update virtual_account set number = left(number, -1), customer_no = left(customer_no, -1)`
  }

  return {
    ...{ clock, ids, database, deps, bank, customer, logged, close },
    ...{
      call,
      upload,
      uploadReturn,
      payIn,
      payInUntold,
      bankServerSilent,
      nextMorning,
      read,
      kinds,
      moneyOf,
      ledgerSums,
    },
  }
}

export async function until(condition: () => Promise<boolean> | boolean) {
  const deadline = Date.now() + 5_000
  while (!(await condition())) {
    assert.ok(Date.now() < deadline, 'waited too long')
    await sleep(5)
  }
}

const peopleOf = (ids: () => string): Record<string, StaffActor> =>
  Object.fromEntries(
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
