import type { Block } from '../../contract/block.ts'
import type { Sql, Tx } from '../platform/database.ts'
import { checkLedger } from './check.ts'
import { fullPassMs } from './seal.ts'
import {
  adoptSnapshot,
  countRecords,
  exportSnapshot,
  preferRoom,
  selectOrphanedStates,
  selectUnsealed,
} from './verify.sql.ts'
import { fault, keyOf, maximumFaults, type Pins, type ProofFault, tableOf, verifyChain } from './verify-chain.ts'

/** A record that is this much older than the last block, or than another one that waits, has had its turn, also in the sealer's rare full pass. */
const graceMs = 2 * fullPassMs

export type Verified = {
  faults: ProofFault[]
  blocks: number
  leaves: number
  /** Written since the last block, and so not sealed yet. */
  unsealed: number
  head: Block | undefined
  counts: { accounts: number; entries: number; postings: number; holds: number; requests: number }
}

/**
 * Proves the ledger from the database alone: the chain of blocks and its signatures, each sealed record against the row
 * that stands there now, that nothing old is unsealed, and the rules of checkLedger. One snapshot, so money may move
 * meanwhile; bounded memory. Takes two connections of `sql`: the chain is read beside the rules. `told` hears of each
 * step. The first fault is the first in the chain's order.
 */
export function verifyLedger(sql: Sql, pins: Pins, told: (step: string) => void): Promise<Verified> {
  const mode = 'isolation level repeatable read read only'
  return sql.begin(mode, async (tx) => {
    const snapshot = await exportSnapshot(tx)
    const rules = sql.begin(mode, async (beside) => {
      await adoptSnapshot(beside, snapshot)
      return verifyRules(beside, told)
    })
    return combine(await Promise.all([verifySeals(tx, pins, told), rules]))
  }) as Promise<Verified>
}

/** The same within one transaction, which may be one that has changed something: what it would find after the commit. */
export async function verifyWithin(tx: Tx, pins: Pins, told: (step: string) => void): Promise<Verified> {
  return combine([await verifySeals(tx, pins, told), await verifyRules(tx, told)])
}

type Seals = Pick<Verified, 'faults' | 'blocks' | 'leaves' | 'head' | 'unsealed'>
type Rules = Pick<Verified, 'faults' | 'counts'>

const combine = ([seals, rules]: [Seals, Rules]): Verified => ({
  ...seals,
  ...rules,
  faults: [...seals.faults, ...rules.faults],
})

async function verifySeals(tx: Tx, pins: Pins, told: (step: string) => void): Promise<Seals> {
  const { faults, blocks, leaves, head } = await verifyChain(tx, pins, told)
  const left = await findUnsealed(tx, head)
  told('looked for what was never sealed')
  return { faults: [...faults, ...left.faults], blocks, leaves, head, unsealed: left.unsealed }
}

async function verifyRules(tx: Tx, told: (step: string) => void): Promise<Rules> {
  const counts = await countRecords(tx)
  await preferRoom(tx)
  const broken = await checkLedger(tx)
  told('added up postings, balances, floors and holds')
  const faults = broken.map(({ rule, subject, expected, found }) =>
    fault(rule === 'currency_sum' ? 'account' : rule.split('_')[0]!, subject, rule, expected, found),
  )
  return { faults: [...faults, ...(await selectOrphanedStates(tx, maximumFaults))], counts }
}

async function findUnsealed(tx: Tx, head: Block | undefined): Promise<{ faults: ProofFault[]; unsealed: number }> {
  const rows = await selectUnsealed(tx, { headAt: head?.sealedAt ?? '0', graceMs }, maximumFaults)
  const old = rows.filter((row) => row.id !== null)
  const faults = old.map((row) =>
    fault(tableOf(row), keyOf(row), 'unsealed', 'sealed soon after it was written', `written ${row.at}, never sealed`),
  )
  return { faults, unsealed: rows[0]?.unsealed ?? 0 }
}
