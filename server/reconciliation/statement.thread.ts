import { parentPort, workerData } from 'node:worker_threads'
import { readStatement } from './statement.ts'
import type { StatementFile } from './statement-reader.ts'

const { format, bytes } = workerData as StatementFile
parentPort!.postMessage(readStatement(format, Buffer.from(bytes)))
