import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { writeStatement } from '../../sandbox/bank/statement.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { permissionsOf } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createHttp, type Http, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLive } from '../platform/live.ts'
import { refuse } from '../platform/refusals.ts'
import { openSignals, type Signals } from '../platform/signals.ts'
import { dayOf } from '../policy/calendar.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { registerReconciliationRoutes } from './reconciliation.routes.ts'
import { type FetchStatement, openSource, type ReconciliationDeps } from './reconciliation.ts'

const ids = createIds(clock)
const log = pino({ level: 'silent' })
const yesterday = new Date(clock.now().getTime() - 86_400_000)
const firstDay = dayOf(yesterday)
const account = { accountNo: '8880000001', holder: 'DOMPET', kind: 'partner', balanceMinor: 0n } as const
/** Longer than hints are gathered. */
const quietMs = 600
const desk = '/api/desk/reconciliation'
const member = (name: string, role: 'finance' | 'agent'): StaffActor => ({
  ...{ kind: 'staff', staffId: ids(), sessionId: ids(), name },
  permissions: permissionsOf([role]),
})
const people: Record<string, StaffActor> = { fajar: member('Fajar', 'finance'), sari: member('Sari', 'agent') }
const isClosed = async () => refuse('signin_required', {})

let database: TestDatabase
let signals: Signals
let http: Http
let deps: ReconciliationDeps
let address: string

before(async () => {
  database = await createTestDatabase()
  const { sql } = database
  const authenticators = {
    ...{ customer: isClosed, guest: isClosed, merchant: isClosed },
    staff: async (token?: string) => people[token ?? ''] ?? isClosed(),
  }
  http = await createHttp({ log, ids, authenticators, rateLimitPerMinute: 10_000, mounts: [] })
  signals = await openSignals({ sql, ids, log })
  await createLive({ http, authenticators, signals, clock, log, publicUrl: 'http://127.0.0.1' })
  const fetchStatement: FetchStatement = async (day) =>
    day === firstDay ? Buffer.from(writeStatement({ day, account, openingMinor: 0n, bookings: [] })) : 'none'
  const source = { name: 'Bank Pasir', currency: 'IDR', format: 'camt.053', fetch: fetchStatement } as const
  deps = { sql, clock, ids, log, source }
  await openSource({ ...deps, clock: { now: () => yesterday } })
  registerReconciliationRoutes(http, { ...deps, committed() {} })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await http.server.close()
  await signals.close()
  await database.drop()
})

/** What a member's desk, which watches for hints, is told to read again. */
async function watch(name: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live?as=staff`, {
    headers: { cookie: `${staffCookie}=${name}` },
  })
  const hints: string[] = []
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    if (message.type === 'changed') hints.push(message.what)
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'watch' }))
  // Answered in order: whoever hears the pong is watching.
  socket.send(JSON.stringify({ type: 'ping' }))
  await new Promise<void>((resolve) =>
    socket.on('message', (data) => {
      if (JSON.parse(String(data)).type === 'pong') resolve()
    }),
  )
  return { hints, close: () => socket.close() }
}

async function reconcile(day: string) {
  const answer = await fetch(`${address}${desk}/days/${day}/reconcile`, {
    method: 'POST',
    headers: { cookie: `${staffCookie}=fajar`, 'x-dompet-request': '1', 'content-type': 'application/json' },
    body: '{}',
  })
  return answer.status
}

test('finance staff who look at the books are told when they change; nobody else is, and not of what was refused', async () => {
  const [finance, agent] = await Promise.all([watch('fajar'), watch('sari')])
  assert.equal(await reconcile('2020-01-01'), 404)
  await sleep(quietMs)
  assert.deepEqual(finance.hints, [])

  assert.equal(await reconcile(firstDay), 200)
  await sleep(quietMs)
  assert.deepEqual(finance.hints, ['books'])

  await catchUp(deps)
  await sleep(quietMs)
  assert.deepEqual(finance.hints, ['books', 'books'])
  assert.deepEqual(agent.hints, [])
  finance.close()
  agent.close()
})
