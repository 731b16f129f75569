/** The life of a proposed change: state → move → next state. A move that is not in the table is a bug and throws. */
export const changeMoves = {
  proposed: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: {},
  rejected: {},
  withdrawn: {},
} as const
export type ChangeState = keyof typeof changeMoves
type Deed = keyof (typeof changeMoves)['proposed']

export function may(from: ChangeState, deed: Deed): boolean {
  return deed in changeMoves[from]
}

/** Where this move leads; throws where the table does not have it. */
export function move(from: ChangeState, deed: Deed): ChangeState {
  const to = (changeMoves[from] as Partial<Record<Deed, ChangeState>>)[deed]
  if (to === undefined) throw new Error(`no move "${deed}" from "${from}"`)
  return to
}
