import { domainToUnicode } from 'node:url'

/** Letters and signs that are taken for one another, each group for its first. Cyrillic and Greek ones stand as escapes. */
const confusable: readonly [string, string][] = [
  ['a', '\u0430\u03b1@4'],
  ['b', '\u0432\u03b28'],
  ['c', '\u0441'],
  ['d', '\u0501'],
  ['e', '\u0435\u03b53'],
  ['h', '\u04bb'],
  ['i', '\u0456\u03b91l|!'],
  ['j', '\u0458'],
  ['k', '\u043a\u03ba'],
  ['m', '\u043c'],
  ['n', '\u03b7'],
  ['o', '\u043e\u03bf0'],
  ['p', '\u0440\u03c1'],
  ['s', '\u04555$'],
  ['t', '\u0442\u03c47'],
  ['u', '\u03c5'],
  ['v', '\u03bd'],
  ['x', '\u0445\u03c7'],
  ['y', '\u0443\u03b3'],
  ['z', '2'],
]
const letterOf = new Map(confusable.flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)))

/** What the eye reads: accents off, look-alikes for one another, "rn" for "m" and "vv" for "w". */
function asSeen(text: string): string {
  const bare = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return [...bare]
    .map((letter) => letterOf.get(letter) ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w')
}

/** Shorter names are in too many words. */
const shortestName = 4
const longestNameWithOneSlip = 6

/**
 * The one of our names that a foreign domain or sender is made to look like: it holds the name, or is a slip or two away
 * from it. Null where none.
 */
export function looksLike(foreign: string, ourNames: readonly string[]): string | null {
  const parts = asSeen(domainToUnicode(foreign) || foreign).split(/[^\p{L}\p{N}]+/u)
  const whole = parts.join('')
  for (const name of ourNames) {
    const seen = asSeen(name).replace(/[^\p{L}\p{N}]/gu, '')
    if (seen.length < shortestName) continue
    const slips = seen.length <= longestNameWithOneSlip ? 1 : 2
    if (whole.includes(seen) || parts.some((part) => distance(part, seen) <= slips)) return name
  }
  return null
}

/** Letters to put in, take out or exchange between two words. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (let a = 1; a <= one.length; a += 1) {
    const next = [a]
    for (let b = 1; b <= other.length; b += 1) {
      const exchange = row[b - 1]! + (one[a - 1] === other[b - 1] ? 0 : 1)
      next.push(Math.min(exchange, row[b]! + 1, next[b - 1]! + 1))
    }
    row = next
  }
  return row.at(-1)!
}
