import type { Sql, Tx } from '../platform/database.ts'

/**
 * A transaction in the shape of a pool, for verbs that begin transactions of their own: theirs become savepoints of
 * this one. One at a time only, because they share a connection.
 */
export function inside(tx: Tx): Sql {
  const begin: unknown = (work: (nested: Tx) => Promise<unknown>) => tx.savepoint(work)
  return new Proxy(tx, {
    get: (target, name) => (name === 'begin' ? begin : Reflect.get(target, name)),
  }) as unknown as Sql
}
