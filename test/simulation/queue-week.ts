import type { Random } from '../chaos/random.ts'

/** A desk's week, in seconds from Monday 00:00: who is at work, how many come, and when things break. */
export const hourSeconds = 3_600
export const daySeconds = 24 * hourSeconds
export const placesOfAgent = 3
/** Mean length of a conversation, spread of its logarithm, and writing up. */
export const handlingSeconds = 360
const handlingSpread = 0.6
export const wrapUpSeconds = 30
/** Mean time after which somebody who waits gives up. */
const patienceSeconds = 1_200

/** Share of the agents who are at work, by hour: two shifts that overlap, a cut in the afternoon, a thin night. */
function presentShare(hour: number): number {
  if (hour < 7) return 0.4
  if (hour < 9) return 0.6
  if (hour < 15) return 1
  if (hour < 18) return 0.6
  return hour < 22 ? 1 : 0.4
}

/** Load on those who should be at work, by hour: quiet nights, peaks before noon and in the evening. */
function load(hour: number): number {
  if (hour < 6) return 0.35
  if (hour < 9) return 0.65
  if (hour < 12) return 1.02
  if (hour < 18) return 0.8
  return hour < 21 ? 1.05 : 0.75
}

/** On Wednesday morning a fifth of the agents drops out for an hour and a half, planned by nobody. */
const dropOut = { from: 2 * daySeconds + 10.5 * hourSeconds, to: 2 * daySeconds + 12 * hourSeconds, share: 0.2 }

/** How many of so many agents are at work then. */
export function presentAt(at: number, agents: number): number {
  const planned = Math.max(1, Math.round(agents * presentShare(hourOf(at))))
  const missing = at >= dropOut.from && at < dropOut.to ? Math.round(agents * dropOut.share) : 0
  return Math.max(1, planned - missing)
}

/** Something breaks and people come in crowds: so long, and so many times what the desk can do. */
const bursts = [
  { from: 1 * daySeconds + 10.6 * hourSeconds, seconds: 1_200, load: 1.6 },
  { from: 3 * daySeconds + 19.7 * hourSeconds, seconds: 1_500, load: 1.4 },
  { from: 5 * daySeconds + 14.2 * hourSeconds, seconds: 900, load: 2 },
]
/** The crowd is felt for so long after it has come. */
const aftermathSeconds = 1_200

export function inBurst(at: number): boolean {
  return bursts.some(
    ({ from, seconds }) => at % (7 * daySeconds) >= from && at % (7 * daySeconds) < from + seconds + aftermathSeconds,
  )
}

function hourOf(at: number): number {
  return (at % daySeconds) / hourSeconds
}

/** People who come in a second. */
function arrivalRate(at: number, agents: number): number {
  const full = Math.max(1, Math.round(agents * presentShare(hourOf(at)))) * placesOfAgent
  const within = at % (7 * daySeconds)
  const crowd = bursts.find(({ from, seconds }) => within >= from && within < from + seconds)?.load ?? 0
  return ((load(hourOf(at)) + crowd) * full) / (handlingSeconds + wrapUpSeconds)
}
const highestLoad = 3.1

export type Person = {
  at: number
  topic: string
  elder: boolean
  language: string
  /** Number of the agent of last time. */
  lastAgent: number | null
  patience: number
  handling: number
  /** After so long in the queue this person would rather be answered later. */
  laterAfter: number | null
}

/** Everybody who comes, in order: a Poisson process that follows the week. */
export function* peopleOf(random: Random, agents: number, days: number): Generator<Person> {
  const highest = (highestLoad * agents * placesOfAgent) / (handlingSeconds + wrapUpSeconds)
  for (let at = exponential(random, 1 / highest); at < days * daySeconds; at += exponential(random, 1 / highest)) {
    if (uniform(random) >= arrivalRate(at, agents) / highest) continue
    const tongue = uniform(random)
    yield {
      at,
      topic: random.chance(0.04) ? 'safety' : 'payment',
      elder: random.chance(0.1),
      language: tongue < 0.72 ? 'id' : tongue < 0.9 ? 'en' : 'zh',
      lastAgent: random.chance(0.1) ? random.below(agents) : null,
      patience: exponential(random, patienceSeconds),
      handling: lognormal(random, handlingSeconds, handlingSpread),
      laterAfter: random.chance(0.1) ? 300 : null,
    }
  }
}

/** Two of three speak Indonesian and English, the others Chinese and English; the first ones are on every shift. */
export function languagesOf(agent: number): string[] {
  return agent % 5 === 1 ? ['zh', 'en', 'id'] : ['id', 'en']
}

function uniform(random: Random): number {
  return (random.below(1_000_000_007) + 0.5) / 1_000_000_007
}

function exponential(random: Random, mean: number): number {
  return -mean * Math.log(uniform(random))
}

function lognormal(random: Random, mean: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(uniform(random))) * Math.cos(2 * Math.PI * uniform(random))
  return mean * Math.exp(spread * normal - spread ** 2 / 2)
}
