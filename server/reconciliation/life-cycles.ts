/** Life cycles of breaks and corrections: state → move → next state. */
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
