export type FeeKind = 'send' | 'shop' | 'top_up'
export type FeeRule = { kind: FeeKind; payer: 'customer' | 'merchant'; fixedMinor: bigint; basisPoints: number }
/** The rules in force, by kind. */
export type FeeSchedule = Map<FeeKind, FeeRule>

export type Fees = { customerMinor: bigint; merchantMinor: bigint }

const basisPointsOfWhole = 10_000n
const wholeRupiahMinor = 1_00n

/** The fee of one payment, rounded down to whole rupiah in favour of who pays it. */
export function feesOf(schedule: FeeSchedule, kind: FeeKind, amountMinor: bigint): Fees {
  const rule = schedule.get(kind)
  if (!rule) return { customerMinor: 0n, merchantMinor: 0n }
  const exact = rule.fixedMinor + (amountMinor * BigInt(rule.basisPoints)) / basisPointsOfWhole
  const feeMinor = exact - (exact % wholeRupiahMinor)
  return rule.payer === 'customer'
    ? { customerMinor: feeMinor, merchantMinor: 0n }
    : { customerMinor: 0n, merchantMinor: feeMinor < amountMinor ? feeMinor : amountMinor }
}
