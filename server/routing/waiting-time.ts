/**
 * The honest waiting time: queue length with abandonment (QLa). Before a person with L others ahead and s conversations
 * under way come L + 1 departures; the k-th last happens at rate s·μ + k·θ, so E[W] ≈ Σ 1 / (s·μ + k·θ), k = 0..L.
 */
export type QueueFigures = {
  /** People ahead. */
  ahead: number
  /** Conversations that the agents who are here can hold at once. */
  slots: number
  /** Of these, how many are free now. */
  freeSlots: number
  /** Mean length of a conversation, 1/μ. */
  handlingSeconds: number
  /** Rate at which one waiting person gives up, θ. */
  leavingPerSecond: number
  /** How long an agent with a free place may take to greet the next person. */
  pickUpSeconds: number
}

/** Share of real waits that the announced range must hold. */
export const promisedCoverage = 0.85
/** Standard normal quantile for that share in the middle: (1 + 0.85) / 2. */
const normalQuantile = 1.44
/**
 * Relative error of the model itself, beside the spread of the departures: handling times are no exponentials and
 * agents come and go (the simulations in which QLa was judged left 0.3 to 0.5 at small desks).
 */
const modelError = 0.35
/** Agents who take the next person by hand may be a while; who is given one has them at once. */
export const pickUpByHandSeconds = 60
export const pickUpGivenSeconds = 5

/** The range to announce, in seconds; null when no agent is here. */
export function waitRange(figures: QueueFigures): { from: number; to: number } | null {
  if (figures.slots <= 0) return null
  const departures = figures.ahead + 1 - figures.freeSlots
  if (departures <= 0) return { from: 0, to: figures.pickUpSeconds }
  const { mean, variance } = departureTimes(figures, departures)
  const spread = Math.sqrt(variance + (modelError * mean) ** 2)
  return {
    from: Math.floor(gammaQuantile(mean, spread, -normalQuantile)),
    to: Math.ceil(gammaQuantile(mean, spread, normalQuantile)) + figures.pickUpSeconds,
  }
}

function departureTimes({ slots, handlingSeconds, leavingPerSecond }: QueueFigures, departures: number) {
  let mean = 0
  let variance = 0
  for (let k = 0; k < departures; k += 1) {
    const seconds = 1 / (slots / handlingSeconds + k * leavingPerSecond)
    mean += seconds
    variance += seconds ** 2
  }
  return { mean, variance }
}

/** Quantile of a gamma distribution with this mean and spread, by Wilson and Hilferty's cube. Never below zero. */
function gammaQuantile(mean: number, spread: number, normal: number): number {
  const shape = (mean / spread) ** 2
  const root = 1 - 1 / (9 * shape) + normal / (3 * Math.sqrt(shape))
  return mean * Math.max(0, root) ** 3
}

/** What a desk without history assumes: a conversation of six minutes, and people who wait twenty before they leave. */
export const assumedHandlingSeconds = 360
export const assumedLeavingPerSecond = 1 / 1_200
/** Past sessions count fully from this many on; below it they are mixed with the assumption. */
const trustedSessions = 20

export type SessionHistory = { served: number; servedSeconds: number; left: number; waitedSeconds: number }

/** μ and θ from what happened lately, leaning on the assumption while there is little of it. */
export function ratesFrom(history: SessionHistory): Pick<QueueFigures, 'handlingSeconds' | 'leavingPerSecond'> {
  const missing = Math.max(0, trustedSessions - history.served)
  const handlingSeconds =
    (history.servedSeconds + missing * assumedHandlingSeconds) / Math.max(1, history.served + missing)
  const assumedWaitSeconds = trustedSessions * 60
  const leavingPerSecond =
    (history.left + assumedLeavingPerSecond * assumedWaitSeconds) / (history.waitedSeconds + assumedWaitSeconds)
  return { handlingSeconds: Math.max(1, handlingSeconds), leavingPerSecond }
}
