import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import { pino } from 'pino'
import { WebSocket } from 'ws'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { permissionsOf } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createHttp, type Http, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLive } from '../platform/live.ts'
import { refuse } from '../platform/refusals.ts'
import { openSignals, type Signals } from '../platform/signals.ts'
import { registerReconciliationRoutes } from './reconciliation.routes.ts'
import { openSource, type ReconciliationDeps } from './reconciliation.ts'

const ids = createIds(clock)
const log = pino({ level: 'silent' })
const bankName = 'Bank Pasir'
const desk = '/api/desk/reconciliation'
const member = (name: string, role: 'finance' | 'agent'): StaffActor => ({
  ...{ kind: 'staff', staffId: ids(), sessionId: ids(), name },
  ...{ roles: [role], permissions: permissionsOf([role]), languages: ['id'] },
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
  const source = { name: bankName, currency: 'IDR', format: 'camt.053', fetch: async () => 'none' } as const
  deps = { sql, clock, ids, log, source }
  await openSource(deps)
  registerReconciliationRoutes(http, { ...deps, committed() {} })
  address = await http.server.listen({ host: '127.0.0.1', port: 0 })
})
after(async () => {
  await http.server.close()
  await signals.close()
  await database.drop()
})

/** A member's desk that watches for hints. */
async function watch(name: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/live?as=staff`, {
    headers: { cookie: `${staffCookie}=${name}` },
  })
  const heard: string[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (data) => {
    const message = JSON.parse(String(data))
    if (message.type === 'changed') heard.push(message.what)
    if (message.type === 'pong') for (const wake of waiting) wake()
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'watch' }))
  return { heard, close: () => socket.close(), hear: () => once(socket, 'message') }
}

async function explain(breakId: string) {
  const answer = await fetch(`${address}${desk}/breaks/${breakId}/explain`, {
    method: 'POST',
    headers: { cookie: `${staffCookie}=fajar`, 'content-type': 'application/json' },
    body: JSON.stringify({ reason: 'The bank has confirmed it.' }),
  })
  return answer.status
}
