/** Life cycles: state → move → next state. A move that is not in the table is a bug and throws. */
export const breakMoves = {
  open: { explain: 'explained', correct: 'corrected', arrive: 'closed' },
  explained: { explain: 'explained', correct: 'corrected', arrive: 'closed' },
  corrected: {},
  closed: {},
} as const
export type BreakState = keyof typeof breakMoves

export const correctionMoves = {
  proposed: { approve: 'approved', reject: 'rejected' },
  approved: {},
  rejected: {},
} as const
export type CorrectionState = keyof typeof correctionMoves

type Table = Record<string, Record<string, string>>

/** Whether the table has this move. */
export function may<T extends Table>(table: T, from: keyof T & string, name: string): boolean {
  return table[from]?.[name] !== undefined
}

/** Where this move leads; throws where the table does not have it. */
export function move<T extends Table>(table: T, from: keyof T & string, name: string): keyof T & string {
  const to = table[from]?.[name]
  if (to === undefined) throw new Error(`no move "${name}" from "${from}"`)
  return to
}
