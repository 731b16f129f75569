import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { pino } from 'pino'
import { actionName, customerView } from '../contract/console.ts'
import { staffRole } from '../contract/identity.ts'
import type { Route } from '../contract/route.ts'
import { ensureSandboxKeys } from '../sandbox/keys.ts'
import { actions } from '../server/cases/desk-actions.ts'
import { call, createDesk, openConversation, type Person } from '../server/channels/chat/chat.testing.ts'
import { type Permission, permissionOfField, permissionsOf } from '../server/identity/permissions.ts'
import { hashToken, systemSecrets } from '../server/identity/secrets.ts'
import { insertStaffSession } from '../server/identity/staff.sql.ts'
import { createStaff } from '../server/identity/staff.ts'
import { startDompet } from '../server/main.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { readConfig } from '../server/platform/config.ts'
import { createIds } from '../server/platform/ids.ts'
import { createTestDatabase } from './database.ts'
import { valuesOf } from './malformed.ts'
import { permissionOfRoute, reaches } from './permissions.table.ts'

type Role = (typeof staffRole.options)[number]

const roles = staffRole.options
const ids = createIds(clock)
const mayDo = (role: Role, permission: Permission) => permissionsOf([role]).has(permission)
const reason = 'checked by the permission test'

// Each role against each route, in the whole program

test('each role reaches exactly the routes that the tables give it', async (t) => {
  const program = await startProgram()
  t.after(program.stop)
  const routes = program.routes.filter((route) => route.who === 'staff')
  const names = routes.map(nameOf).sort()
  assert.deepEqual(
    Object.keys(permissionOfRoute).sort(),
    names,
    'every staff route has one row in permissions.table.ts',
  )
  for (const role of roles) {
    const headers = await program.signIn(role)
    // Signing out comes last: it ends the session that the others need.
    for (const route of [...routes].sort((one) => (one.path === '/api/staff/session' ? 1 : -1))) {
      const may = reaches(nameOf(route), (permission) => mayDo(role, permission))
      const answer = await program.send(route, headers)
      const said = `${role} ${nameOf(route)}: ${answer.statusCode} ${answer.body.slice(0, 200)}`
      const code = answer.statusCode >= 400 ? JSON.parse(answer.body).code : null
      assert.notEqual(code, 'request_malformed', said)
      assert.equal(code === 'permission_missing', !may, said)
    }
  }
})

// Each role against each action and each field, on customers of flesh and blood

let desk: Awaited<ReturnType<typeof createDesk>>
let staff: Record<Role, Person>
before(async () => {
  desk = await createDesk()
  const people = await Promise.all(roles.map(async (role) => [role, await desk.staff(role, role)] as const))
  staff = Object.fromEntries(people) as typeof staff
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)

test('each role does exactly the actions that the tables give it', async () => {
  for (const role of roles)
    for (const action of actionName.options) {
      const { caseId, customer } = await conversationOf(role, action)
      const limit = { perPayment: rupiah('3000000'), perDay: rupiah('6000000'), days: 1 }
      const body = { action, reason, ...(action === 'raise_limit' ? { limit } : {}) }
      const answer = await as(staff[role], 'POST', `/api/desk/cases/${caseId}/actions`, body)
      const may = mayDo(role, 'case.work') && mayDo(role, actions[action].permission)
      assert.equal(answer.status, may ? 200 : 403, `${role} ${action} ${JSON.stringify(answer.body)}`)
      const log = (await as(customer, 'GET', '/api/me/access-log')).body.entries
      const deeds = log.filter((entry: { reason: string | null }) => entry.reason === reason)
      assert.equal(deeds.length, may ? 1 : 0, `${role} ${action}: on record exactly when done`)
    }
})

test('a second person’s decision is for the roles that may decide', async () => {
  const { caseId } = await conversationOf('agent', 'raise_limit')
  const limit = { perPayment: rupiah('3000000'), perDay: rupiah('20000000'), days: 1 }
  await as(staff.agent, 'POST', `/api/desk/cases/${caseId}/actions`, { action: 'raise_limit', reason, limit })
  const [request] = (await as(staff.supervisor, 'GET', `/api/desk/cases/${caseId}`)).body.requests
  for (const role of [...roles].sort((one) => (mayDo(one, 'limit.decide') ? 1 : -1))) {
    const answer = await as(staff[role], 'POST', `/api/desk/requests/${request.id}/reject`, { reason })
    const refused = answer.status === 200 ? null : answer.body.code
    assert.equal(refused === 'permission_missing', !mayDo(role, 'limit.decide'), `${role} ${refused}`)
  }
})

test('each role sees exactly the fields of a customer that the tables give it; the others are absent', async () => {
  const always = Object.keys(customerView.shape).filter((field) => !(field in permissionOfField))
  const fieldsOf = (role: Role) =>
    [
      ...always,
      ...Object.entries(permissionOfField).flatMap(([field, needed]) => (mayDo(role, needed) ? [field] : [])),
    ].sort()
  for (const role of roles) {
    const { caseId, customer, phone } = await conversationOf(role, 'send_code')
    const inCase = await as(staff[role], 'GET', `/api/desk/cases/${caseId}`)
    if (mayDo(role, 'case.work')) assert.deepEqual(Object.keys(inCase.body.customer).sort(), fieldsOf(role), role)
    else assert.equal(inCase.body.code, 'permission_missing', role)

    const found = await as(staff[role], 'POST', '/api/desk/look-ups', { about: phone, reason })
    const looked = await as(staff[role], 'GET', `/api/desk/customers/${customer.id}`)
    const payments = await as(staff[role], 'GET', `/api/desk/customers/${customer.id}/payments`)
    if (mayDo(role, 'customer.read')) {
      assert.deepEqual(found.body, { customerId: customer.id }, role)
      assert.deepEqual(Object.keys(looked.body.customer).sort(), fieldsOf(role), role)
      if (!mayDo(role, 'customer.contact'))
        assert.ok(!JSON.stringify(looked.body).includes(phone), `${role} reads no number`)
    } else assert.deepEqual([found.body.code, looked.body.code], ['permission_missing', 'permission_missing'], role)
    assert.equal(payments.status, mayDo(role, 'customer.money') ? 200 : 403, role)
  }
})

const rupiah = (amount: string) => ({ amount, currency: 'IDR' })

/** A conversation in the hands of this role's person, whatever the role, with a customer for whom the action is due. */
async function conversationOf(role: Role, action: (typeof actionName.options)[number]) {
  const { owner } = desk.database
  const customer = await desk.customer()
  const caseId = await openConversation(desk.instances[0]!, customer, await desk.staff())
  await owner`update support_session set agent_id = ${staff[role].id} where case_id = ${caseId}`
  if (action !== 'send_code')
    await owner`
    insert into case_check (case_id, id, customer_id, asked_by, asked_at, expires_at, confirmed_at)
    values (${caseId}, ${ids()}, ${customer.id}, ${staff.agent.id}, now(), now(), now())`
  if (action === 'unfreeze') await as(customer, 'POST', '/api/me/freeze', {})
  await owner`
    update customer set pin_locked_until = now() + interval '1 hour', signin_locked_until = now() + interval '1 hour'
    where id = ${customer.id} and ${action} in ('unlock_pin', 'unlock_signin')`
  const [row] = await owner<{ phone: string }[]>`select phone from customer where id = ${customer.id}`
  return { caseId, customer, phone: row!.phone }
}

const nameOf = (route: Route) => `${route.method} ${route.path}`

/** The whole program on a database of its own, with nobody outside. */
async function startProgram() {
  const database = await createTestDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-permissions-'))
  const keys = ensureSandboxKeys(folder)
  const config = readConfig({
    DATABASE_URL: database.url,
    DOMPET_MIGRATE: 'no',
    DOMPET_PORT: '0',
    DOMPET_DATA: folder,
    DOMPET_ROLES: 'api',
    DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
    SMPP_PORT: '9',
    BANK_URL: 'http://127.0.0.1:9/bank',
    BANK_PUBLIC_KEY_FILE: keys.bankPublic,
    BANK_SIGNING_KEY_FILE: keys.walletPrivate,
  })
  const dompet = await startDompet(config, pino({ level: 'silent' }))

  async function signIn(role: Role): Promise<Record<string, string>> {
    const now = clock.now()
    const person = { name: role, email: `${role}@dompet.example`, roles: [role], languages: ['id' as const] }
    const row = await createStaff(database.sql, { ids }, { ...person, passwordHash: '-', createdAt: now })
    const token = systemSecrets.token()
    const expiresAt = new Date(now.getTime() + 3_600_000)
    const session = { tokenHash: hashToken(token)!, id: ids(), staffId: row!.id, startedAt: now, expiresAt }
    await database.sql.begin((tx) => insertStaffSession(tx, session))
    return { 'x-dompet-request': '1', cookie: `dompet_staff=${token}` }
  }

  /** A call of the right shape about things that are not there. */
  function send(route: Route, headers: Record<string, string>) {
    const place = route.path.replace(/:(\w+)/g, (_all, name) => goodParameter(route, name))
    const url = route.query ? `${place}?${goodQuery(route.query)}` : place
    const options: InjectOptions = {
      method: route.method,
      url,
      headers: { ...headers, 'idempotency-key': randomUUID() },
    }
    if (route.path === uploadPath) return dompet.http.server.inject(withFile(options))
    if (!route.body) return dompet.http.server.inject(options)
    return dompet.http.server.inject({ ...options, payload: goodBody(route) as object })
  }

  return {
    routes: dompet.http.routes,
    signIn,
    send,
    async stop() {
      await dompet.stop()
      await database.drop()
      rmSync(folder, { recursive: true })
    },
  }
}

/** The one route of staff alone that takes a file instead of a body. */
const uploadPath = '/api/desk/reconciliation/statements'

function withFile(options: InjectOptions): InjectOptions {
  const payload = '--b\r\ncontent-disposition: form-data; name="file"; filename="x.xml"\r\n\r\n<x/>\r\n--b--\r\n'
  return { ...options, headers: { ...options.headers, 'content-type': 'multipart/form-data; boundary=b' }, payload }
}

const known = { uuids: [ids()], whole: true }

/** Nearly all are ids; the rest is drawn. */
function goodParameter(route: Route, name: string): string {
  const schema = route.params!.shape[name] as NonNullable<Route['body']>
  const usual = [known.uuids[0]!, '2026-11-20'].find((value) => schema.safeParse(value).success)
  return encodeURIComponent(usual ?? String(firstGood(schema)))
}

function goodQuery(schema: NonNullable<Route['query']>): string {
  const query = Object.entries(firstGood(schema) as object).map(([name, value]) => [name, String(value)])
  return String(new URLSearchParams(query))
}

function goodBody(route: Route): unknown {
  if (route.path.endsWith('/actions')) return { action: 'freeze', reason }
  return firstGood(route.body!)
}

/** The first drawn value that the schema takes whole, refinements and all. */
function firstGood(schema: NonNullable<Route['body']>): unknown {
  const drawn = fc.sample(valuesOf(schema, known), { numRuns: 300, seed: 7 })
  const good = drawn.find((value) => schema.safeParse(value).success)
  assert.ok(good !== undefined, 'no value of the right shape was drawn')
  return good
}
