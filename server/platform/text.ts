/**
 * Whether all text in a value from outside can be kept: PostgreSQL takes no NUL character, and half a surrogate pair is
 * no character at all. Walks without recursion, because senders choose how deep their values go.
 */
export function isStorableText(value: unknown): boolean {
  const open = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (typeof next === 'string') {
      if (next.includes('\0') || !next.isWellFormed()) return false
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, part] of Object.entries(next)) open.push(name, part)
    }
  }
  return true
}
