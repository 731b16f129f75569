import path from 'node:path'
import { connect, connectOwner, type Sql } from '../platform/database.ts'
import { hasCluster, startPostgres } from '../platform/postgres-server.ts'

const databaseName = 'dompet'

export type Database = { sql: Sql; url: string }

/** Does a command's work on the operator's database and leaves nothing open or running that was not. */
export async function withDatabase<T>(
  env: NodeJS.ProcessEnv,
  { command, connections }: { command: string; connections: number },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { url, stop } = await openDatabase(env)
  const sql = connect(url, { connections, name: `dompet ${command}` })
  try {
    return await work({ sql, url })
  } finally {
    await sql.end()
    await stop()
  }
}

/** The database that the operator names, else the one under the data folder, which is started where it does not run. */
async function openDatabase(env: NodeJS.ProcessEnv) {
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, stop: async () => {} }
  const folder = path.join(env.DOMPET_DATA || '.dompet', 'postgres')
  const absent = new Error(
    `There is no wallet in ${folder}. Name its database with DATABASE_URL, or its folder with DOMPET_DATA.`,
  )
  // A mistyped folder stays as it is: nothing is made by who only looks.
  if (!hasCluster(folder)) throw absent
  const server = await startPostgres(folder)
  const stop = async () => (server.started ? server.leave() : undefined)
  const admin = connectOwner(server.url('postgres'))
  const [known] = await admin`select 1 from pg_database where datname = ${databaseName}`
  await admin.end()
  if (known) return { url: server.url(databaseName), stop }
  await stop()
  throw absent
}
