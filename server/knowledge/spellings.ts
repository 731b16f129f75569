/** Lines such as `sudah: udah udh`: the word of the dictionary, then how people type it or which word they use for it. */
export function readSpellings(lines: string): ReadonlyMap<string, string> {
  const entries = lines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [word = '', others = ''] = line.trim().split(': ')
      return others.split(' ').map((other): [string, string] => [other, word])
    })
  return new Map(entries)
}
