import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import WebSocket from 'ws'
import type { FromClient, FromServer } from '../../../contract/live.ts'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { registerCaseRoutes } from '../../cases/case.routes.ts'
import { registerConsoleRoutes } from '../../cases/console.routes.ts'
import { registerDeskRoutes } from '../../cases/desk.routes.ts'
import { registerDiagnosisRoutes } from '../../cases/diagnosis.routes.ts'
import { registerFileRoutes } from '../../cases/file.routes.ts'
import { messageConnections } from '../../cases/messages.ts'
import { hurryWaiting } from '../../cases/session.ts'
import { dispatchConnections } from '../../cases/session-dispatch.ts'
import { registerDeskStatementRoutes } from '../../cases/statement.routes.ts'
import { createAuthenticators } from '../../identity/authenticators.ts'
import { createCustomer } from '../../identity/customer.ts'
import { registerMeRoutes } from '../../identity/me.routes.ts'
import { hashToken, systemSecrets } from '../../identity/secrets.ts'
import { startSession } from '../../identity/session.ts'
import { insertStaffSession } from '../../identity/staff.sql.ts'
import { createStaff } from '../../identity/staff.ts'
import { systemClock } from '../../platform/clock.ts'
import { connect } from '../../platform/database.ts'
import { createFileStore } from '../../platform/files.ts'
import { createHttp } from '../../platform/http.ts'
import { createIds } from '../../platform/ids.ts'
import { createLive } from '../../platform/live.ts'
import { createLog } from '../../platform/log.ts'
import { refuse } from '../../platform/refusals.ts'
import { openSignals } from '../../platform/signals.ts'
import type { Scan } from '../../platform/virus-scan.ts'
import { registerRoutingRoutes } from '../../routing/routing.routes.ts'
import { registerSupervisionRoutes } from '../../supervision/supervision.routes.ts'
import { registerGuestRoutes } from '../widget/guest.routes.ts'
import { registerChatRoutes } from './chat.routes.ts'
import { createChat } from './chat.ts'

const clock = systemClock
const ids = createIds(clock)
export const secretKey = randomBytes(32)
const patienceMs = 10_000

export type Person = { id: string; name: string; cookie: string; sessionId: string }
export type Instance = Awaited<ReturnType<typeof startInstance>>
type Role = Parameters<typeof createStaff>[2]['roles'][number]

/** One process's worth of the desk on a database: the real routes, sockets and signals. */
export async function startInstance(
  database: TestDatabase,
  folder: string,
  { outgoingLimitBytes, scan = null }: { outgoingLimitBytes?: number | undefined; scan?: Scan | null } = {},
) {
  const log = createLog('error')
  const sql = connect(database.url, { connections: 8, name: 'desk test' })
  const messageSql = connect(database.url, { connections: messageConnections, name: 'desk test messages' })
  const dispatchSql = connect(database.url, { connections: dispatchConnections, name: 'desk test dispatch' })
  const authenticators = {
    ...createAuthenticators({ sql, clock }),
    merchant: async () => refuse('signin_required', {}),
  }
  const http = await createHttp({ log, ids, authenticators, rateLimitPerMinute: 1_000_000, mounts: [] })
  const signals = await openSignals({ sql, ids, log })
  const publicUrl = 'http://wallet.test'
  const live = await createLive({
    http,
    authenticators,
    signals,
    clock,
    log,
    publicUrl,
    ...(outgoingLimitBytes ? { outgoingLimitBytes } : {}),
  })
  const chat = createChat({ sql, messageSql, dispatchSql, clock, ids, log, signals, live })
  const deps = { sql, clock, ids, messages: chat.messages }
  registerChatRoutes(http, deps)
  registerGuestRoutes(http, deps)
  registerDeskRoutes(http, deps)
  registerCaseRoutes(http, deps)
  registerDiagnosisRoutes(http, deps)
  registerRoutingRoutes(http, deps)
  registerSupervisionRoutes(http, deps)
  registerConsoleRoutes(http, { ...deps, secretKey })
  registerDeskStatementRoutes(http, { ...deps, operator: 'Dompet' })
  registerFileRoutes(http, { sql, clock, ids, authenticators, files: createFileStore(folder), scan })
  registerMeRoutes(http, { sql, clock, ids, secretKey, afterFreeze: hurryWaiting } as Parameters<
    typeof registerMeRoutes
  >[1])
  await http.server.listen({ port: 0, host: '127.0.0.1' })
  const { port } = http.server.server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    live,
    signals,
    async stop() {
      await http.server.close()
      await chat.stop()
      await signals.close()
      await Promise.all([sql.end(), messageSql.end(), dispatchSql.end()])
    },
  }
}

/** A desk with people around it, in a database of its own. */
export async function createDesk(instanceCount = 1, outgoingLimitBytes?: number) {
  const database = await createTestDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-desk-'))
  const instances: Instance[] = []
  for (let made = 0; made < instanceCount; made += 1)
    instances.push(await startInstance(database, folder, { outgoingLimitBytes }))
  let phone = 6_281_100_000_000

  return {
    database,
    folder,
    instances,
    async customer(name = 'Budi', language: 'id' | 'zh' | 'en' = 'id'): Promise<Person> {
      phone += 1
      const person = { name, phone: `+${phone}`, passwordHash: '-', pin: '246810', language, createdAt: clock.now() }
      const row = await database.sql.begin((tx) => createCustomer(tx, { ids, secretKey }, person))
      const token = await database.sql.begin((tx) =>
        startSession(tx, { ids, secrets: systemSecrets }, { customerId: row!.id, device: 'test', now: clock.now() }),
      )
      const [session] = await database.sql<{ id: string }[]>`select id from session where customer_id = ${row!.id}`
      return { id: row!.id, name, cookie: `dompet_session=${token}`, sessionId: session!.id }
    },
    async staff(
      name = 'Sari',
      role: Role = 'agent',
      languages: ('id' | 'zh' | 'en')[] = ['id', 'en'],
    ): Promise<Person> {
      const email = `${randomUUID()}@dompet.test`
      const row = await createStaff(
        database.sql,
        { ids },
        { name, email, roles: [role], languages, passwordHash: '-', createdAt: clock.now() },
      )
      const token = systemSecrets.token()
      const sessionId = ids()
      const startedAt = clock.now()
      await database.sql.begin((tx) =>
        insertStaffSession(tx, {
          tokenHash: hashToken(token)!,
          id: sessionId,
          staffId: row!.id,
          startedAt,
          expiresAt: new Date(startedAt.getTime() + 3_600_000),
        }),
      )
      return { id: row!.id, name, cookie: `dompet_staff=${token}`, sessionId }
    },
    async close() {
      for (const instance of instances) await instance.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many routes, read by the assertions
export type Answer = { status: number; body: any; headers: Headers }

/** Calls a route as this person. */
export async function call(
  instance: { url: string },
  person: { cookie: string } | null,
  method: string,
  route: string,
  body?: unknown,
): Promise<Answer> {
  const response = await fetch(instance.url + route, {
    method,
    headers: {
      'x-dompet-request': '1',
      ...(person ? { cookie: person.cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json')
  return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers }
}

export type Client = Awaited<ReturnType<typeof openClient>>

/** A socket with everything that it was told, in order. */
export async function openClient(
  instance: Instance,
  person: { cookie: string },
  headers: Record<string, string> = {},
  { query = '', protocols = [] }: { query?: string; protocols?: string[] } = {},
) {
  const socket = new WebSocket(`ws://127.0.0.1:${instance.port}/api/live${query}`, protocols, {
    headers: { cookie: person.cookie, ...headers },
  })
  const inbox: FromServer[] = []
  let closed: { code: number; reason: string } | undefined
  socket.on('message', (data) => inbox.push(JSON.parse(String(data))))
  socket.on('close', (code, reason) => {
    closed = { code, reason: String(reason) }
  })
  await new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('error', reject)
    socket.on('unexpected-response', (_request, response) => reject(new Error(`status ${response.statusCode}`)))
  })
  return {
    socket,
    inbox,
    send(message: FromClient) {
      socket.send(JSON.stringify(message))
    },
    say(caseId: string, text: string, clientId: string = randomUUID()) {
      socket.send(JSON.stringify({ type: 'send', caseId, message: { clientId, text, fileIds: [] } }))
      return clientId
    },
    events(caseId: string) {
      return inbox.flatMap((message) =>
        message.type === 'event' && message.event.caseId === caseId ? [message.event] : [],
      )
    },
    closed: () => until(() => closed, 'the socket closes'),
    /** The first message of this kind that fits. */
    heard<T extends FromServer['type']>(
      type: T,
      fits: (message: Extract<FromServer, { type: T }>) => boolean = () => true,
    ) {
      return until(
        () =>
          inbox.find(
            (message): message is Extract<FromServer, { type: T }> => message.type === type && fits(message as never),
          ),
        `"${type}" arrives`,
      )
    },
  }
}

/** Waits until something is there. */
export async function until<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
): Promise<T> {
  const end = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Error(`waited in vain until ${what}`)
    await sleep(10)
  }
}

/** Opens a case for the customer and lets the agent claim it; answers the case's id. */
export async function openConversation(instance: Instance, customer: Person, agent: Person): Promise<string> {
  const opened = await call(instance, customer, 'POST', '/api/chat', { topic: 'other' })
  const claimed = await call(instance, agent, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  if (claimed.status !== 200) throw new Error(`not claimed: ${JSON.stringify(claimed.body)}`)
  return opened.body.id
}
