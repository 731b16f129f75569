import { keepThread } from '../platform/kept-thread.ts'
import type { Log } from '../platform/log.ts'

/** What the thread needs; it reads the key itself, so that the private half is handed to nobody. */
export type Books = {
  databaseUrl: string
  logLevel: string
  dataFolder: string
  sealKeyFile: string | undefined
}

/**
 * Search, promised times and seals, on a thread: they take turns with nobody who waits for an answer (decision 23). It has
 * connections of its own.
 */
export function keepBooks(books: Books, log: Log): { stop(): Promise<void> } {
  return keepThread(new URL('./bookkeeping.thread.ts', import.meta.url), books, log)
}
