/** Limits of one customer, in minor units of IDR. */
export type Limits = { perPaymentMinor: bigint; perDayMinor: bigint; balanceMinor: bigint }

/**
 * What every customer may pay and hold until verification levels come (M10, S9). The balance is Bank Indonesia's
 * ceiling for a registered e-money account.
 */
export const standardLimits: Limits = {
  perPaymentMinor: 2_000_000_00n,
  perDayMinor: 5_000_000_00n,
  balanceMinor: 20_000_000_00n,
}

/** Smallest payment: one rupiah; there are no cents in use. */
export const smallestPaymentMinor = 1_00n
/** Largest amount that anybody may type; limits lie far below. */
export const largestPaymentMinor = 1_000_000_000_00n
/** Payments are in whole rupiah. */
export const payableStepMinor = 1_00n

export function isPayable(amountMinor: bigint): boolean {
  return (
    amountMinor >= smallestPaymentMinor && amountMinor <= largestPaymentMinor && amountMinor % payableStepMinor === 0n
  )
}
