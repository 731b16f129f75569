/** Calling codes of one and two digits (ITU-T E.164); all others have three. */
const callingCode = /^\+(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})(\d*)$/

/** What stands first in a country's numbers: the area or the mobile network, as they are printed there. */
const heads: Record<string, RegExp> = {
  '1': /^\d{3}/,
  // Jakarta, Bandung, Semarang, Surabaya and Medan have two figures, all other areas and mobile networks three.
  '62': /^(2[124]|31|61|1\d{3}|\d{3})/,
  '60': /^(1\d|8\d|[3-79])/,
  '86': /^(10|2\d|\d{3})/,
}

/** A whole number in groups, so that it can be read out and compared; anything else as it is. */
export function sayNumber(number: string): string {
  const [, code, national] = callingCode.exec(number) ?? []
  if (!code || !national) return number
  const head = heads[code]?.exec(national)?.[0] ?? ''
  const { threes, fours } = groupsOf(national.slice(head.length))
  // Indonesia prints the shorter group last (811 1000 011), others first (415 555 2671).
  const sizes = code === '62' ? [...fours, ...threes] : [...threes, ...fours]
  const groups = []
  let at = head.length
  for (const size of sizes) {
    groups.push(national.slice(at, at + size))
    at += size
  }
  return [`+${code}`, head, ...groups].filter(Boolean).join(' ')
}

/** Fours, and as many threes as it takes that no one or two figures stand alone. */
function groupsOf({ length }: string): { threes: number[]; fours: number[] } {
  if (length < 3) return { threes: [length], fours: [] }
  const threes = length === 5 ? 1 : (4 - (length % 4)) % 4
  const fours = Math.ceil((length - 3 * threes) / 4)
  return { threes: Array(threes).fill(3), fours: Array(fours).fill(4) }
}
