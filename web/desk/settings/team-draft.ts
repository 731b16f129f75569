import {
  type Holiday,
  type Opening,
  type TeamFacts,
  type TeamSetting,
  teamBounds,
} from '../../../contract/desk-settings.ts'
import { isoDay, operatorZone } from '../../ui/time.ts'
import { numberWithin } from './figures.ts'

export const timings = [
  'overflowAfterSeconds',
  'lastAgentSeconds',
  'wrapUpSeconds',
  'requeueAfterSeconds',
  'offerLaterSeconds',
] as const
export type Timing = (typeof timings)[number]

/** What the form holds: numbers as typed, and an empty one where conversations of vanished agents stay. */
export type TeamDraft = Pick<TeamFacts, 'name' | 'timeZone' | 'automatic' | 'overflowTeamId' | 'topics' | 'memberIds'> &
  Record<Timing, string> & { requeues: boolean; openings: Opening[]; holidays: Holiday[] }

/** A part of the form: what it shows, what it changes, and whether saving was tried. */
export type DraftPart = { draft: TeamDraft; onChange: (part: Partial<TeamDraft>) => void; tried: boolean }

/** What the table gives a team of which nothing is said. */
const fresh: TeamDraft = {
  name: '',
  timeZone: operatorZone,
  automatic: true,
  overflowTeamId: null,
  overflowAfterSeconds: '300',
  lastAgentSeconds: '60',
  wrapUpSeconds: '30',
  requeueAfterSeconds: '120',
  offerLaterSeconds: '180',
  requeues: true,
  topics: [],
  memberIds: [],
  openings: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: '08:00', closes: '17:00' })),
  holidays: [],
}

export function draftOf(team: TeamSetting | undefined): TeamDraft {
  if (!team) return fresh
  const { name, timeZone, automatic, overflowTeamId, topics, memberIds, openings, holidays } = team
  return {
    ...{ name, timeZone, automatic, overflowTeamId, topics, memberIds, openings, holidays },
    overflowAfterSeconds: String(team.overflowAfterSeconds),
    lastAgentSeconds: String(team.lastAgentSeconds),
    wrapUpSeconds: String(team.wrapUpSeconds),
    requeueAfterSeconds: String(team.requeueAfterSeconds ?? fresh.requeueAfterSeconds),
    offerLaterSeconds: String(team.offerLaterSeconds),
    requeues: team.requeueAfterSeconds !== null,
  }
}

/** The seconds that were typed; null where they are none, or out of bounds. */
export function secondsOf(draft: TeamDraft, timing: Timing): number | null {
  return numberWithin(draft[timing], teamBounds[timing])
}

/** The team as it is sent; null where something is still to be filled in or put right. */
export function factsOf(draft: TeamDraft): TeamFacts | null {
  const name = draft.name.trim()
  const openings = draft.openings.map(meant)
  const whole =
    name !== '' && openings.every(isWhole) && draft.holidays.every((one) => one.day !== '' && one.name.trim() !== '')
  const seconds = timings.map((timing) => secondsOf(draft, timing))
  const [overflowAfterSeconds, lastAgentSeconds, wrapUpSeconds, requeueAfterSeconds, offerLaterSeconds] = seconds
  if (!whole || overflowAfterSeconds == null || lastAgentSeconds == null || wrapUpSeconds == null) return null
  if (offerLaterSeconds == null || (draft.requeues && requeueAfterSeconds == null)) return null
  const { timeZone, automatic, overflowTeamId, topics, memberIds, holidays } = draft
  return {
    ...{ name, timeZone, automatic, overflowTeamId, topics, memberIds, openings, holidays },
    ...{ overflowAfterSeconds, lastAgentSeconds, wrapUpSeconds, offerLaterSeconds },
    requeueAfterSeconds: draft.requeues ? requeueAfterSeconds! : null,
  }
}

const endOfDay = '24:00'

/** Hours as they are meant, whether or not the field was left. */
function meant({ weekday, opens, closes }: Opening): Opening {
  return { weekday, opens: timeFrom(opens), closes: timeFrom(closes) }
}

/** Whether hours as typed are times in order. */
export function isWhole(opening: Opening): boolean {
  const { opens, closes } = meant(opening)
  return isTime(opens) && isTime(closes) && opens < closes
}

/** The team's hours on Monday on every day of the week. */
export function likeMonday(openings: readonly Opening[]): Opening[] {
  const monday = openings.filter(({ weekday }) => weekday === 1)
  return [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => monday.map((opening) => ({ ...opening, weekday })))
}

/** Today, where the team works, still to be named. */
export function holidayFrom(now: Date, timeZone: string): Holiday {
  return { day: isoDay(now, timeZone), name: '' }
}

/** A time of day as people type it ("8", "830", "8.30") as "08:30"; what is none stays as it was typed. */
export function timeFrom(typed: string): string {
  const found = /^(\d{1,2})[.:]?([0-5]\d)?$/.exec(typed.trim())
  if (!found) return typed
  const [, hour = '', minute = '00'] = found
  const time = `${hour.padStart(2, '0')}:${minute}`
  return isTime(time) ? time : typed
}

function isTime(time: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(time) || time === endOfDay
}
