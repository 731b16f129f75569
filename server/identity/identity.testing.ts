import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { startMessageCentre } from '../../sandbox/sms/centre.ts'
import { findCode } from '../../sandbox/sms/segment.ts'
import { systemClock, systemIds } from '../../sandbox/system.ts'
import { createTestDatabase } from '../../test/database.ts'
import { createHttp } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import { createSms } from '../platform/sms.ts'
import { createAuthenticators } from './authenticators.ts'
import { createCustomer } from './customer.ts'
import { registerIdentityRoutes } from './identity.routes.ts'
import { createPasswordJudge } from './password-strength.ts'
import { createPasswords } from './passwords.ts'
import { systemSecrets } from './secrets.ts'

export type Answer = { status: number; body: Record<string, unknown>; cookie: string | undefined; setCookie: string }
export type World = Awaited<ReturnType<typeof createWorld>>

/** Identity as people meet it: HTTP on a socket, PostgreSQL, and the sandbox's message centre over SMPP. Time is ours. */
export async function createWorld() {
  const database = await createTestDatabase()
  const { sql } = database
  let skewMs = 0
  const clock = { now: () => new Date(Date.now() + skewMs) }
  const ids = createIds(clock)
  const lines: string[] = []
  const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
  const dir = mkdtempSync(path.join(os.tmpdir(), 'dompet-identity-'))
  const centre = await startMessageCentre({
    dir,
    host: '127.0.0.1',
    port: 0,
    systemId: 'dompet',
    password: 'sandbox',
    clock: systemClock,
    ids: systemIds,
  })
  const sms = createSms({
    host: '127.0.0.1',
    port: centre.port,
    systemId: 'dompet',
    password: 'sandbox',
    sender: 'DOMPET',
    log,
  })
  const deps = {
    sql,
    clock,
    ids,
    secrets: systemSecrets,
    secretKey: Buffer.alloc(32, 7),
    sms,
    passwords: createPasswords(),
    passwordJudge: createPasswordJudge(),
    publicUrl: 'http://127.0.0.1',
    signinLimitPerMinute: 10_000,
    afterFreeze: async () => {},
  }
  /** A process of its own, as far as requests can tell: nothing is shared but the database. */
  async function startServer(changes: Partial<typeof deps> = {}) {
    const http = await createHttp({
      log,
      ids,
      authenticators: { ...createAuthenticators({ sql, clock }), merchant: async () => refuse('signin_required', {}) },
      rateLimitPerMinute: 100_000,
      mounts: [],
    })
    registerIdentityRoutes(http, { ...deps, ...changes })
    await http.server.listen({ port: 0, host: '127.0.0.1' })
    servers.push(http)
    return `http://127.0.0.1:${(http.server.server.address() as AddressInfo).port}`
  }
  const servers: Awaited<ReturnType<typeof createHttp>>[] = []
  const address = await startServer()

  async function call(method: string, path: string, body?: unknown, cookie?: string, at = address): Promise<Answer> {
    const response = await fetch(`${at}${path}`, {
      method,
      headers: {
        'x-dompet-request': '1',
        'user-agent': 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(cookie === undefined ? {} : { cookie }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const setCookie = response.headers.getSetCookie().join('\n')
    return {
      status: response.status,
      body: (await response.json()) as Record<string, unknown>,
      cookie: /^(dompet_\w+=[^;]+)/.exec(setCookie)?.[1],
      setCookie,
    }
  }

  let lastNumber = 0
  return {
    ...database,
    deps,
    centre,
    lines,
    address,
    startServer,
    call,
    newPhone() {
      lastNumber += 1
      return `+62812990${String(lastNumber).padStart(5, '0')}`
    },
    advance(ms: number) {
      skewMs += ms
    },
    /** The newest text to a number, and the code in it. */
    received(phone: string) {
      const text = centre.list(phone, 1)[0]?.text ?? ''
      return { text, code: findCode(text) ?? '' }
    },
    async addCustomer(phone: string, password = strongPassword, pin = strongPin) {
      const passwordHash = await deps.passwords.hash(password)
      const row = await sql.begin((tx) =>
        createCustomer(tx, deps, {
          name: 'Wayan Sudarma',
          phone,
          passwordHash,
          pin,
          language: 'id',
          createdAt: clock.now(),
        }),
      )
      return row!
    },
    async close() {
      for (const http of servers) await http.server.close()
      await deps.passwordJudge.close()
      await sms.close()
      await centre.stop()
      await database.drop()
      rmSync(dir, { recursive: true })
    },
  }
}

export const strongPassword = 'gelas ungu di atas meja'
export const strongPin = '805917'
