export type Line = { kind: 'same' | 'gone' | 'new'; text: string }

/**
 * What became of a text, line by line: the longest common lines stay, the others are gone or new. Articles have some
 * dozens of lines, so that the table of all pairs is small.
 */
export function diffLines(before: string, after: string): Line[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  const common = commonLengths(old, now)
  const lines: Line[] = []
  let [a, b] = [0, 0]
  while (a < old.length || b < now.length) {
    const same = a < old.length && b < now.length && old[a] === now[b]
    if (same) {
      lines.push({ kind: 'same', text: now[b]! })
      a += 1
      b += 1
    } else if (b === now.length || (a < old.length && common[a + 1]![b]! >= common[a]![b + 1]!)) {
      lines.push({ kind: 'gone', text: old[a]! })
      a += 1
    } else {
      lines.push({ kind: 'new', text: now[b]! })
      b += 1
    }
  }
  return lines
}

/** For each pair of places, how many lines the two rests have in common. */
function commonLengths(old: readonly string[], now: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(now.length + 1).fill(0))
  for (let a = old.length - 1; a >= 0; a -= 1)
    for (let b = now.length - 1; b >= 0; b -= 1)
      table[a]![b] = old[a] === now[b] ? table[a + 1]![b + 1]! + 1 : Math.max(table[a + 1]![b]!, table[a]![b + 1]!)
  return table
}
