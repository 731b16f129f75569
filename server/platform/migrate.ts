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
 * Throws when a migration that has already run was changed afterwards. A database that was moved to another server goes
 * on counting transactions where it was.
 */
export async function migrate(url: string): Promise<void> {
  const sql = connectOwner(url)
  try {
    await sql`select pg_advisory_lock(${migrationLock})`
    await runMigrations({ connectionString: url })
    await sql`create table if not exists migration (name text primary key, digest text not null, run_at timestamptz not null default now())`
    const done = new Map((await sql`select name, digest from migration`).map((row) => [row.name, row.digest]))
    for (const migration of readMigrations()) {
      const known = done.get(migration.name)
      if (known === undefined) await runOne(sql, migration)
      else if (known !== migration.digest) throw new Error(`${migration.name} was changed after it had run`)
    }
    await sql`select continue_transaction_numbers()`
  } finally {
    await sql.end()
  }
}

/** Throws a ConfigFault where something is still to run: the program would only fail later and say less. */
export async function requireMigrated(url: string): Promise<void> {
  const sql = connectOwner(url)
  try {
    const [known] = await sql`select to_regclass('migration') is not null as there`
    const done = new Set(known?.there ? (await sql`select name from migration`).map((row) => row.name) : [])
    const waiting = readMigrations().filter(({ name }) => !done.has(name)).length
    if (waiting > 0) throw new ConfigFault([`DOMPET_MIGRATE: is "no", and ${waiting} migrations have not run yet`])
  } finally {
    await sql.end()
  }
}

async function runOne(sql: Sql, migration: Migration) {
  await sql.begin(async (tx) => {
    // The version row comes first: a second runner that slipped past the lock fails here and not halfway through.
    await tx`insert into migration (name, digest) values (${migration.name}, ${migration.digest})`
    await tx.unsafe(migration.text)
  })
}
