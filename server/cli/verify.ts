import { createHash } from 'node:crypto'
import { verifyLedger } from '../ledger/verify.ts'
import { connect } from '../platform/database.ts'
import { openDatabase } from './database.ts'
import { readKeys } from './verify-receipt.ts'

export type VerifyCall = {
  key?: string | undefined
  head?: string | undefined
  env: NodeJS.ProcessEnv
  print: (text: string) => void
}

/** `npx dompet verify`: checks the ledger of a running or restored database. Answers the exit code. */
export async function runVerify({ key, head, env, print }: VerifyCall): Promise<number> {
  const pins = { ...(key ? { keyIds: readKeys(key).map(keyId) } : {}), ...(head ? { head: readHead(head) } : {}) }
  const database = await openDatabase(env)
  const sql = connect(database.url, { connections: 2, name: 'dompet verify' })
  try {
    const startedAt = performance.now()
    const found = await verifyLedger(sql, pins, (step) =>
      print(`  ${((performance.now() - startedAt) / 1000).toFixed(1)} s  ${step}`),
    )
    const seconds = (performance.now() - startedAt) / 1000
    const { accounts, entries, postings, holds, requests } = found.counts
    print(
      `Checked ${postings} postings of ${entries} entries, ${accounts} accounts, ${holds} holds, ${requests} first answers,`,
    )
    print(
      `  ${found.leaves} sealed records in ${found.blocks} blocks, in ${seconds.toFixed(1)} s: ${Math.round(postings / seconds)} postings/s.`,
    )
    if (found.unsealed > 0)
      print(`  ${found.unsealed} records were written since the last block and are not sealed yet.`)
    if (found.head)
      print(
        `  Head: ${found.head.number}:${found.head.hash} (key ${found.head.keyId}). Note it down: --head proves later that nothing before it changed.`,
      )
    if (found.faults.length === 0) {
      print('Whole: chain, signatures, sums, balances, floors, holds and first answers are as they were written.')
      return 0
    }
    const [first, ...others] = found.faults.map(describe)
    print(`FAULT. The first bad row: ${first}`)
    for (const other of others) print(`  also ${other}`)
    return 1
  } finally {
    await sql.end()
    await database.stop()
  }
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
