import { isRetryable, type Sql, type Tx } from '../platform/database.ts'

/** What stands in the way changes from try to try; this often means that it is a bug. */
const tries = 5

/** Thrown inside a transaction when what it looked at has moved on: it is begun again. */
export class MovedOn extends Error {
  override name = 'MovedOn'
}

/** A transaction that is tried again after a deadlock, or when it says `MovedOn`. */
export async function inTransaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return (await sql.begin(work)) as T
    } catch (error) {
      if (attempt >= tries || !(error instanceof MovedOn || isRetryable(error))) throw error
    }
  }
}
