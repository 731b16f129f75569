import { type Hours, openSpans } from '../routing/hours.ts'

/** Where nobody has said when a team works. */
export const defaultHours: Hours = {
  timeZone: 'Asia/Jakarta',
  openings: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: '08:00', closes: '20:00' })),
  holidays: [],
}

/** Days looked ahead; a team that does not open within them promises nothing that time could count. */
const maximumDays = 400

/** The moment by which so many seconds of working time have passed. Hours without openings are always open. */
export function workingTimeAfter(from: Date, seconds: number, hours: Hours): Date {
  if (hours.openings.length === 0) return new Date(from.getTime() + seconds * 1000)
  let leftMs = seconds * 1000
  let last = from
  for (const { opensAt, closesAt } of openSpans(hours, from, maximumDays)) {
    const begin = Math.max(opensAt, from.getTime())
    if (closesAt <= begin) continue
    if (begin + leftMs <= closesAt) return new Date(begin + leftMs)
    leftMs -= closesAt - begin
    last = new Date(closesAt)
  }
  return new Date(last.getTime() + leftMs)
}

/** Working seconds from one moment to another; 0 when the second comes first. */
export function workingSecondsBetween(from: Date, to: Date, hours: Hours): number {
  if (to <= from) return 0
  if (hours.openings.length === 0) return Math.round((to.getTime() - from.getTime()) / 1000)
  let sumMs = 0
  for (const { opensAt, closesAt } of openSpans(hours, from, maximumDays)) {
    if (opensAt >= to.getTime()) break
    sumMs += Math.max(0, Math.min(closesAt, to.getTime()) - Math.max(opensAt, from.getTime()))
  }
  return Math.round(sumMs / 1000)
}
