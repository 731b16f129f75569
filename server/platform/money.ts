import { type Currency, currencyDecimals, type Money } from '../../contract/money.ts'

/** Money inside the server: minor units and their currency, never a `number`. */
export type Amount = { minor: bigint; currency: Currency }

/** "20000", "20000.5" or "20000.00" as minor units. The contract has checked the shape; more decimals than the currency has throw. */
export function toMinor(text: string, currency: Currency): bigint {
  const decimals: number = currencyDecimals[currency]
  const negative = text.startsWith('-')
  const [whole = '0', fraction = ''] = (negative ? text.slice(1) : text).split('.')
  if (fraction.length > decimals) throw new RangeError(`${currency} has ${decimals} decimals`)
  const minor = BigInt(whole + fraction.padEnd(decimals, '0'))
  return negative ? -minor : minor
}

/** Minor units as a decimal string with all decimals of the currency: 2000000n IDR is "20000.00". */
export function toDecimal(minor: bigint, currency: Currency): string {
  const decimals: number = currencyDecimals[currency]
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals)
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`
  return minor < 0n ? `-${text}` : text
}

/** Minor units as the wire shows them. */
export function toMoney(minor: bigint, currency: Currency): Money {
  return { amount: toDecimal(minor, currency), currency }
}
