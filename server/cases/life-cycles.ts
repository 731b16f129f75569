/** Life cycles of the desk: state → move → next state. A move that is not in the table is a bug and throws. */
export const caseMoves = {
  open: { close: 'closed' },
  closed: { reopen: 'open' },
} as const

export const sessionMoves = {
  waiting: { claim: 'active', leave: 'ended', close: 'ended' },
  active: { release: 'waiting', close: 'ended' },
  ended: {},
} as const

type Table = Record<string, Record<string, string>>

/** Where this move leads; throws where the table does not have it. */
export function move<T extends Table>(table: T, from: keyof T & string, name: string): keyof T & string {
  const to = table[from]?.[name]
  if (to === undefined) throw new Error(`no move "${name}" from "${from}"`)
  return to
}
