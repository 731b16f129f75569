/** Time as an argument: tests and simulations own it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
