import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { connectOwner } from '../server/platform/database.ts'
import { migrate } from '../server/platform/migrate.ts'
import { type PostgresServer, startPostgres } from '../server/platform/postgres-server.ts'

const run = promisify(execFile)
const folder = path.resolve(import.meta.dirname, '../.dompet/bench-postgres')
const scale = 50

/**
 * The server that both sides of every comparison share: durable, as in production, and like one that has served for a
 * while: much has been written, and a checkpoint lies behind it, so that files of the log are written over instead of made.
 */
export async function startBenchServer(): Promise<PostgresServer> {
  const server = await startPostgres(folder, { fsync: 'on', synchronous_commit: 'on' })
  await preparePgbench(server)
  const admin = connectOwner(server.url('postgres'))
  await admin`checkpoint`
  await admin.end()
  return server
}

/** A new, empty, migrated database. */
export async function createBenchDatabase(server: PostgresServer, name: string): Promise<string> {
  const admin = connectOwner(server.url('postgres'))
  await admin.unsafe(`drop database if exists ${name} with (force)`)
  await admin.unsafe(`create database ${name}`)
  await admin.end()
  await migrate(server.url(name))
  return server.url(name)
}

/** Fills the pgbench tables once. */
async function preparePgbench(server: PostgresServer): Promise<void> {
  const admin = connectOwner(server.url('postgres'))
  const [known] = await admin`select 1 from pg_database where datname = 'pgbench'`
  if (!known) {
    await admin.unsafe('create database pgbench')
    await run('pgbench', ['-i', '-q', '-s', String(scale), server.url('pgbench')])
  }
  await admin.end()
}

/** Transactions a second of TPC-B, prepared. */
export async function runPgbench(server: PostgresServer, clients: number, seconds: number): Promise<number> {
  const threads = String(Math.min(clients, 2))
  const { stdout } = await run(
    'pgbench',
    ['-n', '-M', 'prepared', '-c', String(clients), '-j', threads, '-T', String(seconds), server.url('pgbench')],
    { maxBuffer: 1 << 24 },
  )
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
  if (!tps) throw new Error(`pgbench gave no figure: ${stdout}`)
  return Number(tps)
}
