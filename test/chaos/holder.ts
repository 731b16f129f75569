// A process of its own beside the wallet, on the ledger's verb: one request a line in, one outcome a line out. It is
// killed like everything else.
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Operation } from '../../server/ledger/book.ts'
import { createLedger, type LedgerRequest } from '../../server/ledger/ledger.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { connect, connectLanes } from '../../server/platform/database.ts'
import { createIds } from '../../server/platform/ids.ts'

const stdout = 1

/** Amounts cross as text, times as ISO. */
export type HolderLine = { line: number; actorId: string; key: string; operation: object }

function read(text: string): LedgerRequest & { line: number } {
  return JSON.parse(text, (name, value) => {
    if (name === 'amountMinor') return BigInt(value)
    return name === 'expiresAt' ? new Date(value) : value
  }) as LedgerRequest & { line: number; operation: Operation }
}

const lanes = connectLanes(process.argv[2]!, { lanes: 2, name: 'holder' })
const sql = connect(process.argv[2]!, { connections: 1, name: 'holder' })
const ledger = createLedger({ sql, lanes, clock, ids: createIds(clock) })
createInterface({ input: process.stdin }).on('line', async (text) => {
  const { line, ...request } = read(text)
  const outcome = await ledger.submit(request).catch(() => null)
  // At once and whole: what is in the pipe is told, also when the next moment is the last.
  writeSync(stdout, `${JSON.stringify({ line, outcome })}\n`)
})
