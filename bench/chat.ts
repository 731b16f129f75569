import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findLiveSession } from '../server/cases/case.sql.ts'
import { openCase } from '../server/cases/case.ts'
import { claimSession } from '../server/cases/session.ts'
import { createCustomer } from '../server/identity/customer.ts'
import { permissionsOf } from '../server/identity/permissions.ts'
import { hashToken, systemSecrets } from '../server/identity/secrets.ts'
import { startSession } from '../server/identity/session.ts'
import { insertStaffSession } from '../server/identity/staff.sql.ts'
import { createStaff } from '../server/identity/staff.ts'
import { systemClock as clock } from '../server/platform/clock.ts'
import { connect, type Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'
import { isRefusal } from '../server/platform/refusals.ts'
import { createBenchDatabase, startBenchServer } from './baseline.ts'
import { type Line, runLoad } from './chat-load.ts'
import { measureDisk } from './disk.ts'
import type { BenchOptions } from './ledger.ts'
import { compare, type Figure, median } from './report.ts'
import { endProcess, startWallet } from './wallet.ts'

type Load = { bench: string; conversations: number; perSecond: number; wanted: string }
/** Conversations that one agent has at once. */
const perAgent = 4
/** Each conversation is one customer's socket; every fourth of them brings an agent's. */
const loads: Load[] = [
  { bench: 'chat.p99', conversations: 200, perSecond: 500, wanted: '<= 5 ms' },
  { bench: 'chat.rush.p99', conversations: 800, perSecond: 1_000, wanted: '<= 10 ms' },
]
const warmUpSeconds = 3
const port = 3798

const ids = createIds(clock)
type Person = { cookie: string; caseIds: string[] }
type Agent = Awaited<ReturnType<typeof openAgent>>

/**
 * A message stored and delivered to the other side, over the real program in a process of its own, beside a bare
 * WebSocket relay that stores nothing: an ordinary hour, and a rush over 1,000 sockets. This process writes and reads.
 */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const server = await startBenchServer()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-bench-'))
  const children: ChildProcess[] = []
  try {
    const url = await createBenchDatabase(server, 'bench_chat')
    const sql = connect(url, { connections: 4, name: 'bench' })
    const world = await prepareWorld(sql, Math.max(...loads.map(({ conversations }) => conversations)))
    children.push(await startWallet({ url, folder, port }))
    const relay = await startRelay()
    children.push(relay.child)
    const measured = loads.map(() => [] as { value: number; baseline: number }[])
    for (let round = 0; round < rounds; round += 1) {
      const disk = await measureDisk(server.folder)
      note(
        `round ${round + 1}: the disk alone keeps a write in ${disk.p50Ms.toFixed(2)} ms, p99 ${disk.p99Ms.toFixed(2)} ms`,
      )
      for (const [index, load] of loads.entries()) {
        const customers = world.customers.slice(0, load.conversations)
        const agents = world.agents.slice(0, load.conversations / perAgent)
        const pace = { perSecond: load.perSecond, seconds, warmUpSeconds }
        const bare = await runLoad(linesTo(relay.port, customers), linesTo(relay.port, agents), pace)
        await attend(sql, agents)
        const before = await countMessages(sql)
        const real = await runLoad(linesToWallet(customers), linesToWallet(agents), pace)
        const stored = (await countMessages(sql)) - before
        if (stored !== real.sent || real.received !== real.sent)
          throw new Error(`${real.sent} sent, ${stored} stored, ${real.received} delivered`)
        measured[index]!.push({ value: real.p99Ms, baseline: bare.p99Ms })
        note(
          `round ${round + 1}, ${load.perSecond}/s: ${real.sent} stored and delivered, median ${real.p50Ms.toFixed(2)} ms, p99 ${real.p99Ms.toFixed(2)} ms; relay ${bare.p50Ms.toFixed(2)} ms, p99 ${bare.p99Ms.toFixed(2)} ms`,
        )
      }
    }
    await sql.end()
    return loads.map(({ bench, wanted }, index) => {
      const diffMs = Number(median(measured[index]!.map(({ value, baseline }) => value - baseline)).toPrecision(4))
      return { ...compare(bench, 'ms', measured[index]!), diffMs, wanted }
    })
  } finally {
    await Promise.all(children.map(endProcess))
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function startRelay(): Promise<{ child: ChildProcess; port: string }> {
  const child = spawn(process.execPath, [path.resolve(import.meta.dirname, 'chat-relay.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await new Promise((resolve) => child.stdout.once('data', resolve))
  return { child, port: String(text).trim() }
}

const linesTo = (relayPort: string, people: Person[]): Line[] =>
  people.map(({ caseIds }) => ({ url: `ws://127.0.0.1:${relayPort}/?rooms=${caseIds.join(',')}`, caseIds }))
const linesToWallet = (people: Person[]): Line[] =>
  people.map(({ cookie, caseIds }) => ({ url: `ws://127.0.0.1:${port}/api/live`, cookie, caseIds }))

async function countMessages(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from case_event where kind = 'message'`
  return row!.count
}

/** Customers with an open case each, and agents who have claimed some each. */
async function prepareWorld(sql: Sql, conversations: number): Promise<{ customers: Person[]; agents: Agent[] }> {
  const deps = { sql, clock, ids }
  const customers: Person[] = []
  const agents: Agent[] = []
  for (let index = 0; index < conversations; index += 1) {
    const customer = await openCustomer(sql, index)
    if (index % perAgent === 0) agents.push(await openAgent(sql, agents.length))
    const agent = agents.at(-1)!
    const caseId = await openCase(deps, customer.actor, { topic: 'other', paymentId: null })
    customers.push({ cookie: customer.cookie, caseIds: [caseId] })
    agent.caseIds.push(caseId)
  }
  await attend(sql, agents)
  return { customers, agents }
}

/** Each agent has their conversations: those that went back while nobody had a socket open, too. */
async function attend(sql: Sql, agents: readonly Agent[]): Promise<void> {
  for (const { actor, caseIds } of agents) {
    for (const caseId of caseIds) {
      const session = await findLiveSession(sql, caseId)
      const claimed = await claimSession({ sql, clock, ids }, actor, session!.id)
      if (isRefusal(claimed)) throw new Error(`a conversation has no agent: ${claimed.refused}`)
    }
  }
}

async function openCustomer(sql: Sql, index: number) {
  const person = {
    name: `Customer ${index}`,
    phone: `+62812${String(10_000_000 + index)}`,
    passwordHash: '-',
    pin: '246810',
    language: 'id' as const,
    createdAt: clock.now(),
  }
  return sql.begin(async (tx) => {
    const row = (await createCustomer(tx, { ids, secretKey: Buffer.alloc(32) }, person))!
    const session = { customerId: row.id, device: 'bench', now: clock.now() }
    const token = await startSession(tx, { ids, secrets: systemSecrets }, session)
    const actor = { kind: 'customer' as const, customerId: row.id, sessionId: row.id }
    return { actor, cookie: `dompet_session=${token}` }
  })
}

async function openAgent(sql: Sql, index: number) {
  const person = {
    email: `agent${index}@bench.test`,
    name: `Agent ${index}`,
    passwordHash: '-',
    createdAt: clock.now(),
  }
  const row = (await createStaff(sql, { ids }, { ...person, roles: ['agent'], languages: ['id'] }))!
  const token = systemSecrets.token()
  const sessionId = ids()
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + 3_600_000)
  await sql.begin((tx) =>
    insertStaffSession(tx, { tokenHash: hashToken(token)!, id: sessionId, staffId: row.id, startedAt, expiresAt }),
  )
  const permissions = permissionsOf(['agent'])
  const actor = { kind: 'staff' as const, staffId: row.id, sessionId, name: row.name, permissions }
  return { actor, cookie: `dompet_staff=${token}`, caseIds: [] as string[] }
}
