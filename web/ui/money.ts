import type { Currency, Money } from '../../contract/money.ts'
import { type Language, languageTags } from './i18n/language.ts'

/**
 * Money for eyes and ears. Values are decimal strings from end to end: Intl formats strings exactly, sums are made in
 * BigInt of minor units, and no amount is ever a `number`.
 */

const symbols: Record<Currency, string> = { IDR: 'Rp', USD: '$', SGD: 'S$', MYR: 'RM', CNY: '¥' }

/** Decimals that people write. Rupiah has two by ISO 4217, but nobody has used them since the sen went away. */
const writtenDecimals: Record<Currency, number> = { IDR: 0, USD: 2, SGD: 2, MYR: 2, CNY: 2 }

const isoDecimals = 2

export function symbolOf(currency: Currency): string {
  return symbols[currency]
}

export function decimalsOf(currency: Currency): number {
  return writtenDecimals[currency]
}

/** The signs that a language puts between groups and before decimals. */
export function separatorsOf(language: Language): { group: string; decimal: string } {
  return language === 'id' ? { group: '.', decimal: ',' } : { group: ',', decimal: '.' }
}

function split(amount: string): { negative: boolean; whole: string; fraction: string } {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount)
  if (!found) throw new TypeError('not a decimal string')
  return { negative: found[1] === '-', whole: found[2]!.replace(/^0+(?=\d)/, ''), fraction: found[3] ?? '' }
}

/** Sen are shown only where there are some; other currencies always show their two decimals. */
function shownFraction(fraction: string, currency: Currency): string {
  const padded = fraction.padEnd(isoDecimals, '0')
  return writtenDecimals[currency] === 0 && /^0*$/.test(padded) ? '' : padded
}

function group(whole: string, separator: string): string {
  return whole.replace(/\B(?=(\d{3})+$)/g, separator)
}

export type MoneyParts = { sign: '' | '−' | '+'; symbol: string; figures: string }

/** Sign, symbol and figures apart, for setting an amount in type. `signed` writes the plus, too. */
export function moneyParts(money: Money, language: Language, signed = false): MoneyParts {
  const { negative, whole, fraction } = split(money.amount)
  const { group: groupSign, decimal } = separatorsOf(language)
  const shown = shownFraction(fraction, money.currency)
  const zero = /^0*$/.test(whole + fraction)
  return {
    sign: zero ? '' : negative ? '−' : signed ? '+' : '',
    symbol: symbols[money.currency],
    figures: group(whole, groupSign) + (shown && decimal + shown),
  }
}

/** `Rp20,000` in English and Chinese, `Rp20.000` in Indonesian. */
export function formatMoney(money: Money, language: Language): string {
  const { sign, symbol, figures } = moneyParts(money, language)
  return sign + symbol + figures
}

/** For reading aloud: `20,000 Indonesian rupiahs`, `20.000 Rupiah Indonesia`, `20,000印度尼西亚卢比`. */
export function sayMoney(money: Money, language: Language): string {
  const { fraction } = split(money.amount)
  const digits = shownFraction(fraction, money.currency).length
  return new Intl.NumberFormat(languageTags[language], {
    style: 'currency',
    currency: money.currency,
    currencyDisplay: 'name',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(money.amount as Intl.StringNumericLiteral)
}

/** Minor units (hundredths), for comparing and adding. */
export function toMinor(amount: string): bigint {
  const { negative, whole, fraction } = split(amount)
  const minor = BigInt(whole + fraction.padEnd(isoDecimals, '0').slice(0, isoDecimals))
  return negative ? -minor : minor
}

/** Back to a decimal string, without decimals that are zero: 2000000n → "20000". */
export function fromMinor(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(isoDecimals + 1, '0')
  const fraction = digits.slice(-isoDecimals)
  const whole = digits.slice(0, -isoDecimals)
  return (minor < 0n ? '-' : '') + whole + (/^0+$/.test(fraction) ? '' : `.${fraction}`)
}

export function sumMoney(first: Money, second: Money): Money {
  if (first.currency !== second.currency) throw new TypeError('two currencies cannot be added')
  return { amount: fromMinor(toMinor(first.amount) + toMinor(second.amount)), currency: first.currency }
}

/** Longest whole part that the contract accepts. */
const maximumWholeDigits = 13

/**
 * What a person typed, as a decimal string; "" while nothing is there. Everything but figures and the decimal sign of
 * the language is ignored, so "Rp 20.000", "20 000" and "20000" are the same in Indonesian.
 */
export function readTypedAmount(typed: string, language: Language, currency: Currency): string {
  const { decimal } = separatorsOf(language)
  const [wholePart = '', ...rest] = typed.split(decimal)
  const whole = wholePart
    .replace(/\D/g, '')
    .replace(/^0+(?=\d)/, '')
    .slice(0, maximumWholeDigits)
  const decimals = writtenDecimals[currency]
  if (decimals === 0 || rest.length === 0) return whole
  const fraction = rest.join('').replace(/\D/g, '').slice(0, decimals)
  return `${whole || '0'}.${fraction}`
}

/** The decimal string as it stands in the field while typing, grouped; keeps a trailing decimal sign. */
export function showTypedAmount(amount: string, language: Language): string {
  if (amount === '') return ''
  const { group: groupSign, decimal } = separatorsOf(language)
  const [whole = '', fraction] = amount.split('.')
  return group(whole, groupSign) + (fraction === undefined ? '' : decimal + fraction)
}
