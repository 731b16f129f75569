/** Shortest password; the server decides, with dictionaries that would be too heavy to send to a phone. */
export const minimumPasswordLength = 10

const shortestPersonalPart = 3
const varietyForGood = 7
const lengthForStrong = 14
const varietyForStrong = 9

export type Strength =
  | { verdict: 'empty' | 'repeated' | 'personal' | 'row' | 'plain' | 'good' | 'strong' }
  | { verdict: 'too_short'; missing: number }

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']
const lengthOfRow = 5

/** What can be said of a password while it is typed. It never promises more than the server will grant. */
export function judgeStrength(password: string, owner: { name: string; phone: string }): Strength {
  const length = [...password].length
  const small = password.toLowerCase()
  const variety = new Set(small).size
  if (length === 0) return { verdict: 'empty' }
  if (length < minimumPasswordLength) return { verdict: 'too_short', missing: minimumPasswordLength - length }
  if (variety <= 3) return { verdict: 'repeated' }
  if (hasPersonal(small, owner)) return { verdict: 'personal' }
  if (mostlyRows(small)) return { verdict: 'row' }
  if (length >= lengthForStrong && variety >= varietyForStrong) return { verdict: 'strong' }
  return { verdict: variety >= varietyForGood ? 'good' : 'plain' }
}

function hasPersonal(small: string, { name, phone }: { name: string; phone: string }): boolean {
  const digits = phone.replace(/\D/g, '')
  const parts = [...name.toLowerCase().split(/\s+/), digits.slice(-8), digits.slice(-6)]
  return parts.some((part) => part.length >= shortestPersonalPart && small.includes(part))
}

/** Whether half or more of it runs along the alphabet, the figures or a row of keys. */
function mostlyRows(small: string): boolean {
  let inRows = 0
  for (let start = 0; start + lengthOfRow <= small.length; ) {
    const piece = small.slice(start, start + lengthOfRow)
    const runs = rows.some((row) => row.includes(piece) || [...row].reverse().join('').includes(piece))
    inRows += runs ? lengthOfRow : 0
    start += runs ? lengthOfRow : 1
  }
  return inRows * 2 >= small.length
}
