import { parsePhoneNumberFromString } from 'libphonenumber-js/max'

/** Country of numbers that are written without one. */
const homeCountry = 'ID'
/** Kinds of number that can take a text message. */
const mobileTypes = new Set(['MOBILE', 'FIXED_LINE_OR_MOBILE'])

/**
 * A phone number as people type or paste it, in E.164 ("0812 3456 7890" and "0062 812…" are "+6281234567890"); null where
 * it is no mobile number.
 */
export function readPhone(text: string): string | null {
  // Numbers copied from address books and chats carry unseen signs of writing direction.
  const typed = text.replace(/\p{Cf}/gu, '').trim()
  return readMobile(typed) ?? (typed.startsWith('00') ? readMobile(`+${typed.slice(2)}`) : null)
}

function readMobile(text: string): string | null {
  const number = parsePhoneNumberFromString(text, { defaultCountry: homeCountry, extract: false })
  if (!number || number.ext || !number.isValid()) return null
  return mobileTypes.has(number.getType() ?? '') ? number.number : null
}

/** The digits in the ways in which people know their own number: international, and as dialled at home. */
export function phoneDigits(phone: string): string[] {
  const number = parsePhoneNumberFromString(phone)
  if (!number) return [phone.replace(/\D/g, '')]
  return [`${number.countryCallingCode}${number.nationalNumber}`, `0${number.nationalNumber}`]
}
