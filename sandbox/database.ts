import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'

const BUSY_TIMEOUT_MS = 5_000

/**
 * Opens one counterparty's own SQLite file in `dir` and brings its schema up. What was acknowledged is on disk
 * (WAL with full synchronisation), so kill -9 at any moment loses nothing.
 */
export function openDatabase(dir: string, name: string, schema: string): DatabaseSync {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const database = new DatabaseSync(path.join(dir, `${name}.db`), { timeout: BUSY_TIMEOUT_MS })
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  database.exec(schema)
  return database
}

/** Runs `work` in one transaction that takes the write lock at once; what it throws rolls everything back. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('begin immediate')
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    database.exec('rollback')
    throw error
  }
}
