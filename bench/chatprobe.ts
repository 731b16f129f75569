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
import { createBenchDatabase, startBenchServer } from './baseline.ts'
import { type Line, runLoad } from './chat-load.ts'
import type { BenchOptions } from './ledger.ts'
import { compare, type Figure, median } from './report.ts'
import { endProcess, startWallet } from './wallet.ts'

const conversations = 200
const agentCount = 50
const defaultPerSecond = 500
const warmUpSeconds = 3
const port = 3798

const ids = createIds(clock)
type Person = { cookie: string; caseIds: string[] }

/**
 * A message stored and delivered to the other side, over the real program in a process of its own, beside a bare
 * WebSocket relay that stores nothing. 200 conversations, 50 agents; this process writes and reads.
 */
export async function run({ rounds, seconds, note }: BenchOptions): Promise<Figure[]> {
  const perSecond = Number(process.env.BENCH_CHAT_RATE ?? defaultPerSecond)
  const server = process.env.STATS ? await (await import('../server/platform/postgres-server.ts')).startPostgres(path.resolve(import.meta.dirname, '../.dompet/bench-postgres'), { fsync: 'on', synchronous_commit: 'on', shared_preload_libraries: 'pg_stat_statements,auto_explain', 'auto_explain.log_min_duration': process.env.AE ?? '-1', 'pg_stat_statements.track': process.env.TRACK ?? 'top', 'auto_explain.log_analyze': 'on', 'auto_explain.log_timing': 'off', 'auto_explain.log_nested_statements': 'on', logging_collector: 'on', log_directory: '/tmp/pglog' } as any) : await startBenchServer()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-bench-'))
  const children: ChildProcess[] = []
  try {
    const url = await createBenchDatabase(server, 'bench_chat')
    if (process.env.LOGALL) { const { connectOwner } = await import('../server/platform/database.ts'); const o = connectOwner(url); await o.unsafe(`alter database bench_chat set log_min_duration_statement = 0`); await o.end() }
    const sql = connect(url, { connections: 4, name: 'bench' })
    const { customers, agents } = await prepareWorld(sql)
    children.push(await startWallet({ url, folder, port }))
    const relay = spawn(process.execPath, [path.resolve(import.meta.dirname, 'chat-relay.ts')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    children.push(relay)
    const relayPort = await new Promise<string>((resolve) =>
      relay.stdout.once('data', (text) => resolve(String(text).trim())),
    )
    const measured: { value: number; baseline: number }[] = []
    const load = { perSecond, seconds, warmUpSeconds }
    for (let round = 0; round < rounds; round += 1) {
      const bare = await runLoad(linesTo(relayPort, customers), linesTo(relayPort, agents), load)
      const before = await countMessages(sql)
      if (process.env.STATS) { const o = (await import('../server/platform/database.ts')).connectOwner(url); await o.unsafe('create extension if not exists pg_stat_statements'); await o.unsafe('select pg_stat_statements_reset()'); await o.end() }
      const w0 = cpus(children[0]!.pid!), me0 = process.cpuUsage(), s0 = stat()
      if (process.env.PERF) spawn('perf', ['record','-F','1999','-a','-g','-o','/tmp/perf.data','--','sleep',String(seconds)], {stdio:'ignore'})
      const real = await runLoad(linesToWallet(customers), linesToWallet(agents), load)
      const w1 = cpus(children[0]!.pid!), me1 = process.cpuUsage(me0), s1 = stat()
      const d = s1.map((v, i) => v - s0[i]!), tot = d.reduce((a, b) => a + b)
      const by: Record<string, number> = {}
      for (const [k, v] of Object.entries(w1)) by[k] = v - (w0[k] ?? 0)
      console.log('us/msg: load', ((me1.user + me1.system) / real.sent).toFixed(0), Object.entries(by).filter(([, v]) => v * 1000 / real.sent > 5).sort((a, b) => b[1] - a[1]).map(([k, v]) => `${k} ${(v * 1000 / real.sent).toFixed(0)}`).join(', '), 'idle%', (100 * (d[3]! + d[4]!) / tot).toFixed(0), 'steal%', (100 * d[7]! / tot).toFixed(1))
      const stored = (await countMessages(sql)) - before
      if (stored !== real.sent || real.received !== real.sent)
        throw new Error(`${real.sent} sent, ${stored} stored, ${real.received} delivered`)
      measured.push({ value: real.p99Ms, baseline: bare.p99Ms })
      note(
        `round ${round + 1}: ${real.sent} stored and delivered, median ${real.p50Ms.toFixed(2)} ms, p99 ${real.p99Ms.toFixed(2)} ms; relay ${bare.p50Ms.toFixed(2)} ms, p99 ${bare.p99Ms.toFixed(2)} ms`,
      )
    }
    if (process.env.STATS) { const o = (await import('../server/platform/database.ts')).connectOwner(url); const rows = await o.unsafe('select calls, total_exec_time::int as ms, (total_exec_time*1000/calls)::int as us, rows, left(regexp_replace(query, E\'\\\\s+\', \' \', \'g\'), 130) as q from pg_stat_statements order by total_exec_time desc limit 45'); for (const r of rows) console.log([r.ms, r.calls, r.us, r.rows, r.q].join('\t')); await o.end() }
    await sql.end()
    const diffMs = Number(median(measured.map(({ value, baseline }) => value - baseline)).toPrecision(4))
    return [{ ...compare('chat.p99', 'ms', measured), diffMs, wanted: '<= 5 ms' }]
  } finally {
    await Promise.all(children.map(endProcess))
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const linesTo = (relayPort: string, people: Person[]): Line[] =>
  people.map(({ caseIds }) => ({ url: `ws://127.0.0.1:${relayPort}/?rooms=${caseIds.join(',')}`, caseIds }))
const linesToWallet = (people: Person[]): Line[] =>
  people.map((person) => ({ url: `ws://127.0.0.1:${port}/api/live`, ...person }))

async function countMessages(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from case_event where kind = 'message'`
  return row!.count
}

/** Customers with an open case each, and agents who have claimed four each. */
async function prepareWorld(sql: Sql): Promise<{ customers: Person[]; agents: Person[] }> {
  const deps = { sql, clock, ids }
  const customers: Person[] = []
  const agents: Awaited<ReturnType<typeof openAgent>>[] = []
  for (let index = 0; index < conversations; index += 1) {
    const customer = await openCustomer(sql, index)
    if (index % (conversations / agentCount) === 0) agents.push(await openAgent(sql, agents.length))
    const agent = agents.at(-1)!
    const caseId = await openCase(deps, customer.actor, { topic: 'other', paymentId: null })
    const session = await findLiveSession(sql, caseId)
    await claimSession(deps, agent.actor, session!.id)
    customers.push({ cookie: customer.cookie, caseIds: [caseId] })
    agent.caseIds.push(caseId)
  }
  return { customers, agents: agents.map(({ cookie, caseIds }) => ({ cookie, caseIds })) }
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

import { readFileSync, readdirSync } from 'node:fs'
const stat = () => readFileSync('/proc/stat', 'utf8').split('\n')[0]!.trim().split(/\s+/).slice(1, 9).map(Number)
function cpus(wallet: number): Record<string, number> {
  const out: Record<string, number> = {}
  for (const pid of readdirSync('/proc').filter((x) => /^\d+$/.test(x))) {
    try {
      const s = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const f = s.slice(s.lastIndexOf(')') + 2).split(' ')
      const ms = (Number(f[11]) + Number(f[12])) * 10
      const cmd = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      if (Number(pid) === wallet) out.wallet = ms
      else if (s.includes('(postgres)')) { const k = 'pg:' + cmd.replace(/^postgres: /, '').slice(0, 45).replace(/\s+/g, ' ') + (cmd.includes('bench_chat') ? pid : ''); out[k] = (out[k] ?? 0) + ms }
    } catch {}
  }
  return out
}

const figures = await run({ rounds: Number(process.env.ROUNDS ?? 1), seconds: Number(process.env.SECONDS ?? 10), note: console.log } as any)
console.log(JSON.stringify(figures))
process.exit(0)
