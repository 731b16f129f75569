import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import { ConfigFault } from './config-fault.ts'
import { connectOwner, type Sql } from './database.ts'

const folder = path.resolve(import.meta.dirname, '../../migrations')
/** Any number that nobody else in this database locks; it makes concurrent starts take turns. */
const migrationLock = 7_301_001

export type Migration = { name: string; text: string; digest: string }

export function readMigrations(): Migration[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name) => {
      const text = readFileSync(path.join(folder, name), 'utf8')
      return { name, text, digest: createHash('sha256').update(text).digest('hex') }
    })
}

/**
 * Brings the database to the newest migration. Forward only, one transaction each; several processes may start at once.
 * Throws a ConfigFault where the database is not of our past: newer than this program, or of another text. One that was
 * moved to another server goes on counting transactions where it was.
 */
export async function migrate(url: string): Promise<void> {
  const sql = connectOwner(url)
  try {
    await sql`select pg_advisory_lock(${migrationLock})`
    await sql`create table if not exists migration (name text primary key, digest text not null, run_at timestamptz not null default now())`
    const done = await readDone(sql)
    const migrations = readMigrations()
    requireOwnPast(done, migrations)
    await runMigrations({ connectionString: url })
    for (const migration of migrations) if (!done.has(migration.name)) await runOne(sql, migration)
    await sql`select continue_transaction_numbers()`
  } finally {
    await sql.end()
  }
}

/** Throws a ConfigFault where something is still to run, or ran that we do not know: we would only fail later and say less. */
export async function requireMigrated(url: string): Promise<void> {
  const sql = connectOwner(url)
  try {
    const [known] = await sql`select to_regclass('migration') is not null as there`
    const done: Done = known?.there ? await readDone(sql) : new Map()
    const migrations = readMigrations()
    requireOwnPast(done, migrations)
    const waiting = migrations.filter(({ name }) => !done.has(name)).length
    if (waiting > 0) throw new ConfigFault([`DOMPET_MIGRATE: is "no", and ${waiting} migrations have not run yet`])
  } finally {
    await sql.end()
  }
}

/** Digests of what has run, by name. */
type Done = Map<string, string>

async function readDone(sql: Sql): Promise<Done> {
  const rows = await sql<{ name: string; digest: string }[]>`select name, digest from migration`
  return new Map(rows.map(({ name, digest }) => [name, digest]))
}

/** An older program on a newer database would write what the newer one no longer understands, and say nothing. */
function requireOwnPast(done: Done, migrations: Migration[]) {
  const own = new Map(migrations.map(({ name, digest }) => [name, digest]))
  const newer = [...done.keys()].filter((name) => !own.has(name))
  if (newer.length > 0)
    throw new ConfigFault([
      `the database belongs to a newer Dompet, which ran ${newer.join(', ')}: start that one, or restore the backup from before it`,
    ])
  const other = migrations.filter(({ name, digest }) => done.has(name) && done.get(name) !== digest)
  if (other.length > 0)
    throw new ConfigFault([
      `the database belongs to another Dompet, whose ${other.map(({ name }) => name).join(', ')} said something else`,
    ])
}

async function runOne(sql: Sql, migration: Migration) {
  await sql.begin(async (tx) => {
    // The version row comes first: a second runner that slipped past the lock fails here and not halfway through.
    await tx`insert into migration (name, digest) values (${migration.name}, ${migration.digest})`
    await tx.unsafe(migration.text)
  })
}
