/** Life of a transfer that came over the customer's ceiling: state → move → next state. */
export const heldMoves = {
  held: { credit: 'credited', return: 'returning' },
  returning: { keep: 'held', arrive: 'returned' },
  credited: {},
  returned: {},
} as const
export type HeldState = keyof typeof heldMoves
