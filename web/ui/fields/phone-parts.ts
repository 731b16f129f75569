/**
 * Countries whose numbers people are likely to have; any other can be typed with its + in front. `mobile`: how a mobile
 * number begins there.
 */
export const countries = [
  { code: '62', place: 'ID', mobile: '8' },
  { code: '60', place: 'MY', mobile: '1' },
  { code: '65', place: 'SG', mobile: '[89]' },
  { code: '86', place: 'CN', mobile: '1' },
  { code: '1', place: 'US', mobile: '[2-9]' },
] as const

const homeCode = countries[0].code

/** A number with + in its two parts; one of a country that is not in the list is local as it is. */
export function partsOf(value: string): { code: string; local: string } {
  const country = countries.find((known) => value.startsWith(`+${known.code}`))
  return country
    ? { code: country.code, local: value.slice(country.code.length + 1) }
    : { code: homeCode, local: value }
}

/** Mobile numbers as they are printed: 812 3456 7890 in Indonesia and China, 9123 4567 elsewhere. */
export function showPhoneDigits(digits: string, code: string): string {
  const first = code === '62' || code === '86' ? 3 : 4
  const groups = [digits.slice(0, first), ...(digits.slice(first).match(/.{1,4}/g) ?? [])]
  return groups.filter(Boolean).join(' ')
}

/**
 * The number that somebody typed or pasted while `code` was the chosen country: 0812…, 62812…, 0062 812…, +62 (0)812…,
 * full-width figures, and the unseen signs that come along when a number is copied.
 */
export function readTyped(typed: string, code: string): { code: string; phone: string } {
  const figures = typed.normalize('NFKC').replace(/[^\d+]/g, '')
  if (!/^(\+|00)/.test(figures)) return { code, phone: withCode(code, figures) }
  const whole = `+${figures.replace(/\+/g, '').replace(/^0+/, '')}`
  const { code: known, local } = partsOf(whole)
  return local === whole ? { code, phone: whole } : { code: known, phone: withCode(known, local) || whole }
}

/** The national number behind its country code, which people also write in front of the number itself. */
function withCode(code: string, figures: string): string {
  const mobile = countries.find((country) => country.code === code)?.mobile
  const national = figures.replace(/^0+/, '').replace(new RegExp(`^${code}0*(?=${mobile})`), '')
  return national && `+${code}${national}`
}
