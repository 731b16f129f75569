import type { Wait } from './queue-desk.ts'
import { hourSeconds, inBurst } from './queue-week.ts'

/** Fraud and freeze are to be answered within this time. */
const fraudSeconds = 30
/** An ordinary wait may be so many times the median of its hour. */
const timesMedian = 3
/** Where an hour is quieter than this, it counts as this: a stray two minutes are nobody's neglect. */
const quietMedianSeconds = 120

/** Hours in which fewer waited say nothing of their median. */
const tellingHour = 5

export type Report = ReturnType<typeof judge>

/** What the waits of a week say of the queue. */
export function judge(waits: readonly Wait[]) {
  // Who left before the end of the range is no witness; who left after it was promised too little.
  const told = waits.flatMap(({ range, served, gaveUp }) =>
    range && (served !== null || gaveUp! > range.to) ? [{ range, real: served ?? Number.POSITIVE_INFINITY }] : [],
  )
  const inside = told.filter(({ range, real }) => real >= range.from && real <= range.to)
  const finished = told.filter(({ real }) => real < Number.POSITIVE_INFINITY)
  const meanWait = sum(finished.map(({ real }) => real)) / finished.length
  const width = median(told.map(({ range }) => range.to - range.from))

  const inCrowd = waits.filter(({ at, served }) => served !== null && inBurst(at))
  const fraud = inCrowd.filter(({ priority }) => priority === 'safety')
  const ordinary = waits.filter(({ priority, served }) => priority === 'ordinary' && served !== null && served > 0)
  const ratios = ratiosToHour(ordinary)
  return {
    people: waits.length,
    told: told.length,
    coverage: inside.length / told.length,
    meanWaitSeconds: meanWait,
    widthSeconds: width,
    relativeWidth: width / meanWait,
    fraudInCrowd: fraud.length,
    fraudInTime: fraud.filter(({ served }) => served! < fraudSeconds).length / fraud.length,
    ordinaryMedianInCrowd: median(
      inCrowd.filter(({ priority }) => priority === 'ordinary').map(({ served }) => served!),
    ),
    longestOverMedianInCrowd: Math.max(...ratios.filter((_, index) => inBurst(ordinary[index]!.at))),
    longestOverMedian: Math.max(...ratios),
    ...hoursOf(ordinary),
    beyondThreeMedians: ratios.filter((ratio) => ratio > timesMedian).length / ratios.length,
  }
}

export function describe(agents: number, seed: number, report: Report): string {
  const share = (value: number) => `${(value * 100).toFixed(1)} %`
  return (
    `${agents} agents, seed ${seed}: ${report.people} people, ${report.told} told a range; ` +
    `held in ${share(report.coverage)}, median width ${report.widthSeconds.toFixed(0)} s = ${report.relativeWidth.toFixed(2)} of the mean wait ` +
    `(${report.meanWaitSeconds.toFixed(0)} s); in crowds ${share(report.fraudInTime)} of ${report.fraudInCrowd} fraud cases under ${fraudSeconds} s ` +
    `while ordinary people waited ${report.ordinaryMedianInCrowd.toFixed(0)} s (median); longest ordinary wait over the median of its hour: ` +
    `${report.longestOverMedianInCrowd.toFixed(2)} in crowds, ${report.longestOverMedian.toFixed(2)} in the whole time ` +
    `(${share(report.beyondThreeMedians)} beyond ${timesMedian}); by the clock ${report.unevenHours} of ${report.hours} hours have one beyond`
  )
}

/** Hours of the clock, and those in which somebody waited longer than so many times the median. */
function hoursOf(waits: readonly Wait[]): { hours: number; unevenHours: number } {
  const hours = [...Map.groupBy(waits, ({ at }) => Math.floor(at / hourSeconds)).values()]
    .filter((hour) => hour.length >= tellingHour)
    .map((hour) => hour.map(({ served }) => served!))
  const uneven = hours.filter((hour) => Math.max(...hour) > timesMedian * Math.max(quietMedianSeconds, median(hour)))
  return { hours: hours.length, unevenHours: uneven.length }
}

/** Each wait over the median of those who came within half an hour of it. `waits` come in order of coming. */
function ratiosToHour(waits: readonly Wait[]): number[] {
  let first = 0
  let end = 0
  return waits.map(({ at, served }) => {
    while (waits[first]!.at < at - hourSeconds / 2) first += 1
    while (end < waits.length && waits[end]!.at <= at + hourSeconds / 2) end += 1
    const around = median(waits.slice(first, end).map((other) => other.served!))
    return served! / Math.max(quietMedianSeconds, around)
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
