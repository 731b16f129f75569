import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { connect, connectOwner, type Sql } from '../server/platform/database.ts'
import { migrate, readMigrations } from '../server/platform/migrate.ts'
import { startPostgres } from '../server/platform/postgres-server.ts'

const folder = path.resolve(import.meta.dirname, '../.dompet/test-postgres')
const templateLock = 7_301_002
const connections = 8

export type TestDatabase = { url: string; sql: Sql; owner: Sql; drop(): Promise<void> }

/**
 * A database of its own for one test file, cloned from a template with all migrations. Starts the test server where it
 * is not running; `npm test` stops it at the end.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await startTestServer()
  const admin = connectOwner(server.url('postgres'))
  // A connection that stays open would keep a failed test from ending.
  const template = await ensureTemplate(admin, (name) => server.url(name)).catch(async (error) => {
    await admin.end()
    throw error
  })
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name} template ${template}`)
  const url = server.url(name)
  const sql = connect(url, { connections, name: 'test' })
  const owner = connectOwner(url)
  return {
    url,
    sql,
    owner,
    async drop() {
      await sql.end()
      await owner.end()
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** The throw-away server: it need not survive a power cut, so it does not wait for the disk. */
export function startTestServer() {
  return startPostgres(folder, { fsync: 'off', max_connections: '400', shared_buffers: '256MB' })
}

async function ensureTemplate(admin: Sql, urlOf: (name: string) => string): Promise<string> {
  const digest = createHash('sha256')
  for (const migration of readMigrations()) digest.update(migration.digest)
  const template = `template_${digest.digest('hex').slice(0, 16)}`
  // One connection: the lock is its own, and goes with it.
  await admin`select pg_advisory_lock(${templateLock})`
  const [known] = await admin`select 1 from pg_database where datname = ${template}`
  if (!known) {
    await admin.unsafe(`drop database if exists ${template}_new with (force)`)
    await admin.unsafe(`create database ${template}_new`)
    await migrate(urlOf(`${template}_new`))
    await admin.unsafe(`alter database ${template}_new rename to ${template}`)
  }
  await admin`select pg_advisory_unlock(${templateLock})`
  return template
}
