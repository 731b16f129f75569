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

/** Limits that staff raised for one customer, in minor units of IDR; all null where they did not. */
export type LimitRaise = {
  limitPerPaymentMinor: bigint | null
  limitPerDayMinor: bigint | null
  limitUntil: Date | null
}

/** What holds for a customer at this moment: a raise counts until its end, and then by itself no more. */
export function limitsAt(raise: LimitRaise, now: Date): Limits {
  const { limitPerPaymentMinor, limitPerDayMinor, limitUntil } = raise
  if (limitPerPaymentMinor === null || limitPerDayMinor === null || limitUntil === null || limitUntil <= now)
    return standardLimits
  return { ...standardLimits, perPaymentMinor: limitPerPaymentMinor, perDayMinor: limitPerDayMinor }
}

/** Up to this much a day one member of staff raises alone; above it a second person decides. */
export const raisedAloneMinor = 10_000_000_00n
/** No limit is raised above what an account may hold. */
export const highestLimitMinor = standardLimits.balanceMinor

/** Whether limits may be raised to these: never below the standard ones, a payment never above a day. */
export function isRaise({ perPaymentMinor, perDayMinor }: Omit<Limits, 'balanceMinor'>): boolean {
  const whole = perPaymentMinor % payableStepMinor === 0n && perDayMinor % payableStepMinor === 0n
  return (
    whole &&
    perPaymentMinor >= standardLimits.perPaymentMinor &&
    perDayMinor >= standardLimits.perDayMinor &&
    perPaymentMinor <= perDayMinor &&
    perDayMinor <= highestLimitMinor &&
    perPaymentMinor + perDayMinor > standardLimits.perPaymentMinor + standardLimits.perDayMinor
  )
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
