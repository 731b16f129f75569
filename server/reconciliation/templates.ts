import type { CorrectionTemplate } from '../../contract/reconciliation.ts'
import type { Purpose } from '../ledger/accounts.ts'
import type { BreakKind } from './match.ts'

/**
 * Ways to put our books right, as what two of the operator's accounts gain. Our account at the bank goes below zero as
 * more lies there, so money that the bank has and we did not know of is taken out of it and into another.
 */
const signs: Record<Exclude<CorrectionTemplate, 'credit_customer'>, { purpose: Purpose; bank: 1n | -1n }> = {
  /** Money at the bank that nobody claims yet. */
  to_suspense: { purpose: 'suspense', bank: -1n },
  /** It was claimed, or was never there. */
  from_suspense: { purpose: 'suspense', bank: 1n },
  /** It is ours to keep. */
  to_fees: { purpose: 'fees', bank: -1n },
  /** It is lost, and we bear it. */
  from_fees: { purpose: 'fees', bank: 1n },
}

export type PurposeLeg = { purpose: Purpose; amountMinor: bigint }

/** The legs of a correction; they sum to zero. A customer's credit is a top-up and has its own. Pure. */
export function legsOf(template: Exclude<CorrectionTemplate, 'credit_customer'>, amountMinor: bigint): PurposeLeg[] {
  const { purpose, bank } = signs[template]
  return [
    { purpose: 'bank', amountMinor: bank * amountMinor },
    { purpose, amountMinor: -bank * amountMinor },
  ]
}

/** What may be proposed for a break: only what makes our books more like the bank's, the likeliest first. Pure. */
export function templatesFor(kind: BreakKind, differenceMinor: bigint, ownerKnown: boolean): CorrectionTemplate[] {
  // What left the bank unseen was mostly kept apart before; what came short was not.
  if (differenceMinor < 0n)
    return kind === 'missing_here' ? ['from_suspense', 'from_fees'] : ['from_fees', 'from_suspense']
  const credit: CorrectionTemplate[] = kind === 'missing_here' && ownerKnown ? ['credit_customer'] : []
  return [...credit, 'to_suspense', 'to_fees']
}
