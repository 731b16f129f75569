/** The life of a proposed change: state → move → next state. */
export const changeMoves = {
  proposed: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: {},
  rejected: {},
  withdrawn: {},
} as const
export type ChangeState = keyof typeof changeMoves
