import { Worker } from 'node:worker_threads'
import type { Format, Statement, Unreadable } from './statement.ts'

export type StatementFile = { format: Format; bytes: Uint8Array }

/** Reads a file of a counterparty beside everything else: a bank's largest takes seconds, and payments do not wait for it. */
export function readStatementAside(file: StatementFile): Promise<Statement | Unreadable> {
  return new Promise((resolve, reject) => {
    const reader = new Worker(new URL('./statement.thread.ts', import.meta.url), { workerData: file })
    reader.once('message', resolve)
    reader.once('error', reject)
    reader.once('exit', () => reject(new Error('the reader of statements ended without an answer')))
  })
}
