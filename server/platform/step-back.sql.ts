import type { Sql } from './database.ts'

/** The process that serves this pool's connection, and the port by which its title names us. */
export async function readServing(sql: Sql): Promise<{ pid: number; clientPort: number }> {
  const [serving] = await sql<{ pid: number; clientPort: number }[]>`
    select pg_backend_pid() as pid, inet_client_port() as "clientPort"`
  return serving!
}
