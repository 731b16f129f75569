/**
 * Erlang-A: people come at random, are answered by the first free place, and leave when their own patience ends (M/M/n+M).
 * The time that somebody with endless patience would wait has, beside the chance of not waiting at all, the density
 * λ·p(n−1)·exp(λ·H(x) − n·μ·x) with H(x) = (1 − e^(−θx)) / θ (Baccelli and Hébuterne 1981; Zeltyn and Mandelbaum 2005).
 */
export type Load = {
  arrivalsPerSecond: number
  handlingSeconds: number
  /** Mean time after which somebody who waits gives up. */
  patienceSeconds: number
  /** Conversations that can be held at once. */
  places: number
}

export type Outcome = {
  /** Share of people who have to wait at all. */
  waitingShare: number
  /** Share who leave before they are answered. */
  leavingShare: number
  /** Share who are answered within the given time. */
  answeredShare: number
  /** Mean wait of everybody, those who left too. */
  meanWaitSeconds: number
}

/** Steps of the numeric integration; even, for Simpson's rule. */
const steps = 4_000
/** Beyond this many powers of e below its peak the density no longer counts. */
const negligible = 40
/** Most places that are tried; a desk that needs more is not planned with a table. */
const maximumPlaces = 2_000

const nobodyComes: Outcome = { waitingShare: 0, leavingShare: 0, answeredShare: 1, meanWaitSeconds: 0 }

/** What people meet with under this load. At least one place. */
export function erlangA(load: Load, withinSeconds: number): Outcome {
  const { arrivalsPerSecond: lambda, handlingSeconds, patienceSeconds, places } = load
  if (lambda <= 0) return nobodyComes
  const theta = 1 / patienceSeconds
  const drain = places / handlingSeconds
  const exponent = (x: number) => (-lambda * Math.expm1(-theta * x)) / theta - drain * x
  // Where more come than are answered, the density first rises; it is measured from its peak so that nothing overflows.
  const peakAt = lambda > drain ? Math.log(lambda / drain) / theta : 0
  const peak = exponent(peakAt)
  const end = endOf((x) => exponent(x) - peak, peakAt, 1 / drain)
  const density = (x: number) => Math.exp(exponent(x) - peak)

  // Everything is relative to all other places being taken, which may be next to impossible at a large desk.
  const taken = blocking(lambda * handlingSeconds, places - 1)
  const atOnce = Math.exp(-peak)
  const waiting = taken * lambda * integral(density, end)
  const leaving = -taken * lambda * integral((x) => density(x) * Math.expm1(-theta * x), end)
  const answered = taken * lambda * integral((x) => density(x) * Math.exp(-theta * x), Math.min(end, withinSeconds))
  const all = atOnce + waiting
  const leavingShare = leaving / all
  return {
    waitingShare: waiting / all,
    leavingShare,
    answeredShare: Math.min(1, (atOnce + answered) / all),
    meanWaitSeconds: leavingShare * patienceSeconds,
  }
}

/**
 * Fewest places, in whole agents of so many, with which the share is answered within the time. Nobody comes: none. More
 * places never answer fewer people, so the search halves what is left: a rush must not keep the process from its work.
 */
export function agentsNeeded(
  load: Omit<Load, 'places'>,
  target: { answeredShare: number; withinSeconds: number; placesPerAgent: number },
): { agents: number; outcome: Outcome } {
  if (load.arrivalsPerSecond <= 0) return { agents: 0, outcome: nobodyComes }
  const meetWith = (agents: number) =>
    erlangA({ ...load, places: agents * target.placesPerAgent }, target.withinSeconds)
  let tooFew = 0
  let agents = Math.ceil(maximumPlaces / target.placesPerAgent)
  let outcome = meetWith(agents)
  while (agents - tooFew > 1) {
    const fewer = Math.floor((tooFew + agents) / 2)
    const met = meetWith(fewer)
    if (met.answeredShare >= target.answeredShare) [agents, outcome] = [fewer, met]
    else tooFew = fewer
  }
  return { agents, outcome }
}

/** Erlang-B by its recursion: the share that finds all places taken when nobody may wait. */
function blocking(offered: number, places: number): number {
  let share = 1
  for (let place = 1; place <= places; place += 1) share = (offered * share) / (place + offered * share)
  return share
}

/** A point behind the peak from which on a concave exponent no longer counts. */
function endOf(exponent: (x: number) => number, peakAt: number, step: number): number {
  let width = step
  while (exponent(peakAt + width) > -negligible) width *= 2
  return peakAt + width
}

/** Simpson's rule from 0 to `end`. */
function integral(of: (x: number) => number, end: number): number {
  const width = end / steps
  let sum = of(0) + of(end)
  for (let step = 1; step < steps; step += 1) sum += of(step * width) * (step % 2 === 1 ? 4 : 2)
  return (sum * width) / 3
}
