import { createHash } from 'node:crypto'
import { hasLedger } from '../ledger/verify.sql.ts'
import { type Verified, verifyLedger } from '../ledger/verify.ts'
import type { Clock } from '../platform/clock.ts'
import { withDatabase } from './database.ts'
import { readKeys } from './verify-receipt.ts'

export type VerifyCall = {
  key?: string | undefined
  head?: string | undefined
  /** One JSON object instead of words: what an auditor's program reads and keeps. */
  json: boolean
  clock: Clock
  env: NodeJS.ProcessEnv
  print: (text: string) => void
}

/** What was checked, when and against what: nothing in it depends on who reads it later. */
type Report = Verified & { at: string; database: string; seconds: number; keyPinned: boolean; headPinned: boolean }

/** `npx dompet verify`: checks the ledger of a running or restored database. Answers the exit code. */
export async function runVerify({ key, head, json, clock, env, print }: VerifyCall): Promise<number> {
  const pins = { ...(key ? { keyIds: readKeys(key).map(keyId) } : {}), ...(head ? { head: readHead(head) } : {}) }
  return withDatabase(env, { command: 'verify', connections: 2 }, async ({ sql, url }) => {
    if (!(await hasLedger(sql))) throw new Error('There is no ledger of Dompet in this database.')
    const at = clock.now().toISOString()
    const startedAt = performance.now()
    const secondsSince = () => (performance.now() - startedAt) / 1000
    const told = (step: string) => json || print(`  ${secondsSince().toFixed(1)} s  ${step}`)
    const found = await verifyLedger(sql, pins, told)
    const pinned = { keyPinned: pins.keyIds !== undefined, headPinned: pins.head !== undefined }
    const report = { at, database: nameOf(url), seconds: secondsSince(), ...pinned, ...found }
    if (json) print(JSON.stringify({ whole: found.faults.length === 0, ...report }))
    else printReport(report, print)
    return found.faults.length === 0 ? 0 : 1
  })
}

function printReport({ counts, head, ...report }: Report, print: (text: string) => void) {
  const { seconds } = report
  print(`Checked the ledger in ${report.database} as it was at ${report.at}:`)
  print(
    `  ${counts.postings} postings of ${counts.entries} entries, ${counts.accounts} accounts, ${counts.holds} holds, ${counts.requests} first answers,`,
  )
  print(
    `  ${report.leaves} sealed records in ${report.blocks} blocks, in ${seconds.toFixed(1)} s: ${Math.round(counts.postings / seconds)} postings/s.`,
  )
  if (report.unsealed > 0)
    print(`  ${report.unsealed} records were written since the last block and are not sealed yet.`)
  if (head)
    print(
      `  Head: ${head.number}:${head.hash} (key ${head.keyId}). Note it down: --head proves later that nothing before it changed.`,
    )
  if (head && !report.keyPinned)
    print("  No --key was given: that this key is the operator's is the word of the database alone.")
  if (head && !report.headPinned)
    print('  No --head was given: a chain that was cut off at its end, with all that it held, cannot be told.')
  if (report.faults.length === 0) {
    print('Whole: chain, signatures, sums, balances, floors, holds and first answers are as they were written.')
    return
  }
  const [first, ...others] = report.faults.map(describe)
  print(`FAULT. The first bad row: ${first}`)
  for (const other of others) print(`  also ${other}`)
}

/** Where it is, without who may enter. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url)
  return host + pathname
}

type Described = { table: string; key: string; rule: string; expected: string; found: string; place?: string }

function describe({ table, key, rule, expected, found, place }: Described): string {
  return `ledger.${table} ${key} breaks ${rule}${place ? ` (${place})` : ''}: expected ${expected}, found ${found}`
}

const keyId = (publicKey: string) =>
  createHash('sha256').update(Buffer.from(publicKey, 'hex')).digest('hex').slice(0, 16)

function readHead(text: string) {
  const [, number, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? []
  if (!hash) throw new Error('--head is NUMBER:HASH, as an earlier verify printed it')
  return { number: Number(number), hash }
}
