import type { Figures } from '../../contract/refusals.ts'
import { refuse } from '../platform/refusals.ts'
import { phoneDigits } from './phone.ts'

/** Oldest birth year that a PIN may be taken for. */
const oldestAgeYears = 90
/** Rows on the keypad and pairs in order: liked nearly as much as counting. */
const keypadRows = new Set([
  '147258',
  '258369',
  '147852',
  '258147',
  '159357',
  '159753',
  '123654',
  '789456',
  '112233',
  '445566',
  '778899',
  '332211',
])

type Reason = Figures<'pin_weak'>['reason']

/** Undefined for a PIN that is not among the first guesses, else `pin_weak` with its reason. */
export function judgePinStrength(pin: string, phone: string, now: Date) {
  const reason = weakness(pin, phone, now)
  return reason ? refuse('pin_weak', { reason }) : undefined
}

function weakness(pin: string, phone: string, now: Date): Reason | undefined {
  if (new Set(pin).size === 1) return 'same_digits'
  if (isSequence(pin)) return 'sequence'
  if (phoneDigits(phone).some((digits) => digits.includes(pin))) return 'phone'
  return isBirthday(pin, now.getUTCFullYear()) ? 'birthday' : undefined
}

/** 123456, 987654, 890123; 121212 and 123123; rows of the keypad. */
function isSequence(pin: string): boolean {
  const steps = new Set([...pin].slice(1).map((digit, index) => (Number(digit) - Number(pin[index]) + 10) % 10))
  const counts = steps.size === 1 && (steps.has(1) || steps.has(9))
  const repeats = pin.slice(0, 3) === pin.slice(3) || /^(..)\1\1$/.test(pin)
  return counts || repeats || keypadRows.has(pin)
}

/**
 * A day that somebody now living may have been born on, as it is written here (ddmmyy) and in Chinese (yymmdd), or a
 * month with its year. That is one PIN in fifteen: a share that costs chance picks little and guessers most
 * (Markert et al., "This PIN Can Be Easily Guessed", 2020). Month-first days would refuse another 2 % for hardly anybody here.
 */
function isBirthday(pin: string, thisYear: number): boolean {
  const two = (at: number) => Number(pin.slice(at, at + 2))
  const birthYear = (year: number) => year >= thisYear - oldestAgeYears && year <= thisYear
  const shortYear = (year: number) => birthYear(1900 + year) || birthYear(2000 + year)
  const day = (date: number, month: number) => month >= 1 && month <= 12 && date >= 1 && date <= daysOf[month - 1]!
  const month = (year: number, number: number) => birthYear(year) && number >= 1 && number <= 12
  return (
    (day(two(0), two(2)) && shortYear(two(4))) ||
    (day(two(4), two(2)) && shortYear(two(0))) ||
    month(Number(pin.slice(0, 4)), two(4)) ||
    month(Number(pin.slice(2)), two(0))
  )
}

const daysOf = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
