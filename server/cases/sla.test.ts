import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { advanceClocks, type Clock, dueAt, type Happening, type Terms, takeOverClocks, targetFor } from './sla.ts'
import { defaultHours, workingSecondsBetween, workingTimeAfter } from './working-time.ts'

const at = (text: string) => new Date(text)
const jakarta = (day: string, time: string) => at(`${day}T${time}:00+07:00`)

test('working minutes pass within the hours only, over night and over holidays', () => {
  assert.deepEqual(dueAt(jakarta('2026-11-23', '10:00'), 30, defaultHours), jakarta('2026-11-23', '10:30'))
  assert.deepEqual(dueAt(jakarta('2026-11-23', '19:50'), 30, defaultHours), jakarta('2026-11-24', '08:20'))
  assert.deepEqual(dueAt(jakarta('2026-11-23', '03:00'), 10, defaultHours), jakarta('2026-11-23', '08:10'))
  const closedOnTuesday = { ...defaultHours, holidays: [{ day: '2026-11-24', name: 'Holiday' }] }
  assert.deepEqual(dueAt(jakarta('2026-11-23', '19:50'), 30, closedOnTuesday), jakarta('2026-11-25', '08:20'))
  assert.deepEqual(dueAt(at('2026-11-23T23:00:00Z'), 90, { ...defaultHours, openings: [] }), at('2026-11-24T00:30:00Z'))
})

test('where the clocks are put back, the hours are those on the wall', () => {
  const berlin = { ...defaultHours, timeZone: 'Europe/Berlin' }
  // On 25 October 2026 at 03:00 it is 02:00 again.
  assert.deepEqual(dueAt(at('2026-10-24T17:30:00Z'), 60, berlin), at('2026-10-25T07:30:00Z'))
})

test('what is counted out is counted back, whenever it begins', () => {
  const moment = fc.date({ min: at('2026-01-01T00:00:00Z'), max: at('2027-01-01T00:00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, fc.integer({ min: 1, max: 200_000 }), (from, seconds) => {
      const to = workingTimeAfter(from, seconds, defaultHours)
      assert.ok(to > from)
      assert.equal(workingSecondsBetween(from, to, defaultHours), seconds)
    }),
    { numRuns: 60 },
  )
})

const targets = [
  { category: '*', channel: '*', measure: 'first_reply', minutes: 60, warnPercent: 75 },
  { category: '*', channel: 'chat', measure: 'first_reply', minutes: 10, warnPercent: 50 },
  { category: 'fraud', channel: '*', measure: 'first_reply', minutes: 2, warnPercent: 75 },
  { category: '*', channel: '*', measure: 'next_reply', minutes: 20, warnPercent: 75 },
  { category: '*', channel: '*', measure: 'resolution', minutes: 120, warnPercent: 75 },
] as const
const terms: Terms = { targets, category: 'other', channel: 'chat', hours: defaultHours }

test('the closest target counts: its category before its channel', () => {
  const minutes = (category: string, channel: string) =>
    targetFor(targets, { category, channel, measure: 'first_reply' })!.minutes
  assert.deepEqual([minutes('other', 'email'), minutes('other', 'chat'), minutes('fraud', 'chat')], [60, 10, 2])
})

/** The clocks after these happenings of one day, as "measure state due". */
function clocksAfter(happenings: [time: string, what: Happening][], change: Partial<Terms> = {}): Clock[] {
  return happenings.reduce<Clock[]>(
    (clocks, [time, what]) => advanceClocks(clocks, what, jakarta('2026-11-23', time), { ...terms, ...change }),
    [],
  )
}
const said = (clocks: Clock[]) =>
  clocks.map(({ measure, round, state, dueAt: due }) => {
    const time = due && new Date(due.getTime() + 7 * 3_600_000).toISOString().slice(11, 16)
    return [measure, round, state, time].join(' ')
  })

test('an answer keeps the promise; the next word of the customer begins the next one, several begin one', () => {
  const clocks = clocksAfter([
    ['10:00', 'opened'],
    ['10:01', 'customer_wrote'],
    ['10:05', 'agent_wrote'],
    ['10:30', 'customer_wrote'],
    ['10:31', 'customer_wrote'],
  ])
  assert.deepEqual(said(clocks), [
    'first_reply 1 met 10:10',
    'resolution 1 running 12:00',
    'next_reply 1 running 10:50',
  ])
  assert.deepEqual(clocks[0]!.warnAt, jakarta('2026-11-23', '10:05'))
})

test('while we wait for the customer the resolution stands still, and goes on with what was left', () => {
  const clocks = clocksAfter([
    ['10:00', 'opened'],
    ['10:05', 'agent_wrote'],
    ['11:00', 'waits'],
    ['15:00', 'customer_wrote'],
  ])
  assert.deepEqual(said(clocks), [
    'first_reply 1 met 10:10',
    'resolution 1 running 16:00',
    'next_reply 1 running 15:20',
  ])
})

test('who leaves the queue is promised no answer until they are in it again; the solution is still promised', () => {
  const gone: [string, Happening][] = [
    ['10:00', 'opened'],
    ['10:00', 'queued'],
    ['10:04', 'left'],
  ]
  assert.deepEqual(said(clocksAfter(gone)), ['first_reply 1 dropped 10:10', 'resolution 1 running 12:00'])
  assert.deepEqual(said(clocksAfter([...gone, ['10:30', 'queued'], ['10:31', 'customer_wrote']])), [
    'first_reply 1 dropped 10:10',
    'resolution 1 running 12:00',
    'first_reply 2 running 10:40',
  ])
  const answered = clocksAfter([
    ['10:00', 'opened'],
    ['10:05', 'agent_wrote'],
    ['10:06', 'customer_wrote'],
    ['10:10', 'left'],
    ['11:00', 'queued'],
  ])
  assert.deepEqual(said(answered).slice(2), ['next_reply 1 dropped 10:26', 'next_reply 2 running 11:20'])
})

test('solved ends everything; opened again begins a further round', () => {
  const clocks = clocksAfter([
    ['10:00', 'opened'],
    ['10:30', 'solved'],
    ['12:00', 'goes_on'],
  ])
  assert.deepEqual(said(clocks), [
    'first_reply 1 dropped 10:10',
    'resolution 1 met 12:00',
    'resolution 2 running 14:00',
  ])
})

test('another category shortens what is left and keeps what was used', () => {
  const opened = clocksAfter([['10:00', 'opened']])
  const fraud = { ...terms, category: 'fraud' }
  const changed = advanceClocks(opened, 'category_changed', jakarta('2026-11-23', '10:01'), fraud)
  assert.equal(said(changed)[0], 'first_reply 1 running 10:02')
})

test('a case that is merged leaves its promises to the other: of two of a kind the sooner one counts', () => {
  const answered: [string, Happening][] = [
    ['10:30', 'opened'],
    ['10:31', 'agent_wrote'],
  ]
  const asked = clocksAfter([
    ['10:00', 'opened'],
    ['10:35', 'merged'],
  ])
  assert.deepEqual(said(takeOverClocks(clocksAfter(answered), asked, jakarta('2026-11-23', '10:35'))), [
    'first_reply 1 met 10:40',
    'resolution 1 running 12:00',
    'first_reply 2 running 10:10',
  ])
  const settled = clocksAfter([
    ['09:00', 'opened'],
    ['09:05', 'solved'],
  ])
  assert.deepEqual(
    said(takeOverClocks(clocksAfter(answered), settled, jakarta('2026-11-23', '10:35'))),
    said(clocksAfter(answered)),
    'what was kept or dropped before is not owed again',
  )
})
