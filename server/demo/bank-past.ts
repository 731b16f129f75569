import { addJob } from '../platform/jobs.ts'
import { openSource } from '../reconciliation/reconciliation.ts'
import type { PersonKey } from './people.ts'
import { people } from './people.ts'
import type { Stage } from './stage.ts'
import type { BankFault } from './steps.ts'

/** What the bank is told of a top-up of the demo world. */
export type BankTransfer = { who: PersonKey; reference: string; bankReference: string; virtualAccount: string } & {
  rupiah: number
  at: Date
  fault: BankFault | undefined
}

const answerTimeoutMs = 10_000

/**
 * Lets the bank's statements know of the demo world's transfers, so that its past days can be reconciled as all later
 * ones are: with what the bank writes. Without an address to tell them at, or while the bank does not answer, the first
 * day is today, as in every other wallet.
 */
export async function shareBankPast(stage: Stage, beganAt: Date): Promise<void> {
  const { bank, sql } = stage
  if (!bank.pastUrl || !(await tellBank(bank.pastUrl, stage.bankTransfers))) return
  const source = { name: bank.name, currency: 'IDR' as const }
  await openSource({ sql, clock: { now: () => beganAt }, source })
  await addJob(sql, { name: 'reconcile_past', payload: {} })
}

async function tellBank(url: string, transfers: BankTransfer[]): Promise<boolean> {
  const body = transfers.map(({ who, reference, bankReference, virtualAccount, rupiah, at, fault }) => ({
    paymentRequestId: reference,
    referenceNo: bankReference,
    virtualAccountNo: virtualAccount,
    payer: people[who].name,
    amount: String(rupiah),
    madeAt: at.toISOString(),
    faults: fault ? [fault] : [],
  }))
  try {
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ transfers: body }),
      signal: AbortSignal.timeout(answerTimeoutMs),
    })
    await answer.arrayBuffer()
    return answer.ok
  } catch {
    return false
  }
}
