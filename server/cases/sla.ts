import type { Hours } from '../routing/hours.ts'
import { workingSecondsBetween, workingTimeAfter } from './working-time.ts'

export type Measure = 'first_reply' | 'next_reply' | 'resolution'

/** A promise: so many working minutes, with a warning after a share of them. */
export type Target = { category: string; channel: string; measure: Measure; minutes: number; warnPercent: number }

export type Clock = {
  measure: Measure
  round: number
  state: 'running' | 'paused' | 'met' | 'dropped'
  minutes: number
  warnPercent: number
  startedAt: Date
  dueAt: Date | null
  warnAt: Date | null
  leftSeconds: number | null
  endedAt: Date | null
}

/** What of a timeline bears on promises. */
export type Happening =
  | 'opened'
  | 'queued'
  | 'left'
  | 'customer_wrote'
  | 'agent_wrote'
  | 'waits'
  | 'goes_on'
  | 'solved'
  | 'merged'
  | 'gone'
  | 'category_changed'

/** The moment by which so many working minutes have passed. */
export function dueAt(start: Date, minutes: number, hours: Hours): Date {
  return workingTimeAfter(start, minutes * 60, hours)
}

const everything = '*'

/** The closest target: of the category before that of any, of the channel before that of any. */
export function targetFor(targets: readonly Target[], of: Pick<Target, 'category' | 'channel' | 'measure'>) {
  const fits = targets.filter(
    (target) =>
      target.measure === of.measure &&
      (target.category === of.category || target.category === everything) &&
      (target.channel === of.channel || target.channel === everything),
  )
  const closeness = (target: Target) =>
    (target.category === everything ? 0 : 2) + (target.channel === everything ? 0 : 1)
  return fits.sort((a, b) => closeness(b) - closeness(a))[0]
}

/** The promises that hold for one case: its targets and the hours in which they count. */
export type Terms = { targets: readonly Target[]; category: string; channel: string; hours: Hours }

/**
 * What an entry of the timeline does to a case's clocks, of which at least the newest round of each measure is given: all
 * of them after it. A reply clock ends with our answer; the
 * resolution clock stands still while we wait for the customer or something else, and ends when the case is solved.
 */
export function advanceClocks(clocks: readonly Clock[], what: Happening, at: Date, terms: Terms): Clock[] {
  const each = (change: (clock: Clock) => Clock) => clocks.map((clock) => (isLive(clock) ? change(clock) : clock))
  switch (what) {
    case 'opened':
      return start(start([...clocks], 'first_reply', at, terms), 'resolution', at, terms)
    // Who gave up waiting is an abandoned wait: no kept promise and no broken one, unless it was broken before.
    case 'left':
      return each((clock) => (isReply(clock) ? end(clock, 'dropped', at) : clock))
    case 'queued':
      return isOwed(clocks)
        ? [...clocks]
        : start([...clocks], unanswered(clocks) ? 'first_reply' : 'next_reply', at, terms)
    case 'customer_wrote': {
      const going = each((clock) => resume(clock, at, terms))
      return isOwed(clocks) ? going : start(going, 'next_reply', at, terms)
    }
    case 'agent_wrote':
      return each((clock) => (isReply(clock) ? end(clock, 'met', at) : clock))
    case 'waits':
      return each((clock) =>
        clock.measure === 'next_reply' ? end(clock, 'dropped', at) : isReply(clock) ? clock : pause(clock, at, terms),
      )
    case 'goes_on': {
      const going = each((clock) => resume(clock, at, terms))
      const solving = going.some((clock) => clock.measure === 'resolution' && isLive(clock))
      return solving ? going : start(going, 'resolution', at, terms)
    }
    case 'solved':
      return each((clock) => end(clock, isReply(clock) ? 'dropped' : 'met', at))
    case 'merged':
    case 'gone':
      return each((clock) => end(clock, 'dropped', at))
    case 'category_changed':
      return each((clock) => retarget(clock, at, terms))
  }
}

/**
 * A case was merged into this one: what was promised in it by then is promised here. Of two promises of a kind the one that
 * ends sooner counts.
 */
export function takeOverClocks(own: readonly Clock[], theirs: readonly Clock[], mergedAt: Date): Clock[] {
  const promised = theirs.filter(
    (clock) =>
      clock.dueAt !== null &&
      // Merging ends them, a moment after it begins.
      (clock.state === 'running' || (clock.state === 'dropped' && clock.endedAt! >= mergedAt)),
  )
  const clocks = [...own]
  for (const clock of promised) {
    const going: Clock = { ...clock, state: 'running', endedAt: null }
    const place = clocks.findIndex((other) => isLive(other) && isReply(other) === isReply(clock))
    const kept = clocks[place]
    if (!kept) clocks.push({ ...going, round: nextRound(clocks, clock.measure) })
    else if (!kept.dueAt || going.dueAt! < kept.dueAt)
      clocks[place] = { ...going, measure: kept.measure, round: kept.round }
  }
  return clocks
}

const isLive = ({ state }: Clock) => state === 'running' || state === 'paused'
const isReply = ({ measure }: Clock) => measure !== 'resolution'

const isOwed = (clocks: readonly Clock[]) => clocks.some((clock) => isReply(clock) && clock.state === 'running')

/** The first answer was promised and never given. */
function unanswered(clocks: readonly Clock[]): boolean {
  const first = clocks.filter(({ measure }) => measure === 'first_reply')
  return first.sort((a, b) => b.round - a.round)[0]?.state === 'dropped'
}

function nextRound(clocks: readonly Clock[], measure: Measure): number {
  return Math.max(0, ...clocks.filter((clock) => clock.measure === measure).map((clock) => clock.round)) + 1
}

function start(clocks: Clock[], measure: Measure, at: Date, terms: Terms): Clock[] {
  const target = targetFor(terms.targets, { ...terms, measure })
  if (!target) return clocks
  const round = nextRound(clocks, measure)
  const { minutes, warnPercent } = target
  const ended = { leftSeconds: null, endedAt: null }
  const clock: Clock = {
    measure,
    round,
    state: 'running',
    minutes,
    warnPercent,
    startedAt: at,
    ...ended,
    ...due(at, minutes * 60, target, terms.hours),
  }
  return [...clocks, clock]
}

/** When it is due and warned, with so many working seconds left: the warning keeps its distance from the end. */
function due(from: Date, leftSeconds: number, of: { minutes: number; warnPercent: number }, hours: Hours) {
  const warnedSeconds = (of.minutes * 60 * (100 - of.warnPercent)) / 100
  return {
    dueAt: workingTimeAfter(from, leftSeconds, hours),
    warnAt: workingTimeAfter(from, Math.max(0, leftSeconds - warnedSeconds), hours),
  }
}

function end(clock: Clock, state: 'met' | 'dropped', at: Date): Clock {
  return { ...clock, state, endedAt: at, leftSeconds: null }
}

function leftAt(clock: Clock, at: Date, hours: Hours): number {
  return clock.leftSeconds ?? workingSecondsBetween(at, clock.dueAt!, hours)
}

function pause(clock: Clock, at: Date, { hours }: Terms): Clock {
  if (clock.state !== 'running') return clock
  return { ...clock, state: 'paused', leftSeconds: leftAt(clock, at, hours), dueAt: null, warnAt: null }
}

function resume(clock: Clock, at: Date, { hours }: Terms): Clock {
  if (clock.state !== 'paused') return clock
  return { ...clock, state: 'running', leftSeconds: null, ...due(at, clock.leftSeconds!, clock, hours) }
}

/** Another category promises another time: what was used of the old one stays used. */
function retarget(clock: Clock, at: Date, terms: Terms): Clock {
  const target = targetFor(terms.targets, { ...terms, measure: clock.measure })
  if (!target || target.minutes === clock.minutes) return clock
  const left = Math.max(0, leftAt(clock, at, terms.hours) + (target.minutes - clock.minutes) * 60)
  const changed = { ...clock, minutes: target.minutes, warnPercent: target.warnPercent }
  if (clock.state === 'paused') return { ...changed, leftSeconds: left }
  return { ...changed, ...due(at, left, target, terms.hours) }
}
