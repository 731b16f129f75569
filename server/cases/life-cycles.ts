/** Life cycles of the desk: state → move → next state. */
export const caseMoves = {
  open: { wait: 'waiting_customer', hold: 'on_hold', solve: 'solved', close: 'closed', merge: 'closed' },
  waiting_customer: {
    answer: 'open',
    resume: 'open',
    hold: 'on_hold',
    solve: 'solved',
    close: 'closed',
    merge: 'closed',
  },
  on_hold: {
    answer: 'open',
    resume: 'open',
    wait: 'waiting_customer',
    solve: 'solved',
    close: 'closed',
    merge: 'closed',
  },
  solved: { answer: 'open', resume: 'open', close: 'closed', merge: 'closed' },
  closed: { reopen: 'open' },
} as const

export type Stage = keyof typeof caseMoves

export const sessionMoves = {
  waiting: { claim: 'active', leave: 'ended', close: 'ended' },
  active: { release: 'waiting', hand_over: 'active', close: 'ended' },
  ended: {},
} as const

/** An action that waits for a second person. */
export const requestMoves = {
  waiting: { approve: 'approved', reject: 'rejected', lapse: 'lapsed' },
  approved: {},
  rejected: {},
  lapsed: {},
} as const
