import type { Tx } from '../platform/database.ts'
import { emit } from '../platform/outbox.ts'
import { tell } from '../platform/signals.ts'
import type { Hours } from '../routing/hours.ts'
import { readTeamRows } from '../routing/team.sql.ts'
import { type CaseDeps, system } from './case.ts'
import {
  type CaseClock,
  type DueClock,
  findCasesByNumber,
  markBreached,
  markWarned,
  readNewestClocks,
  readTargets,
  readTopicTeams,
  upsertClocks,
} from './clocks.sql.ts'
import type { NewEntry } from './follow.sql.ts'
import { advanceClocks, type Clock, type Happening, takeOverClocks } from './sla.ts'
import { type Priority, readSheet, storePriority } from './stage.sql.ts'
import { appendEvents } from './timeline.sql.ts'
import { inTransaction } from './transaction.ts'
import { defaultHours } from './working-time.ts'

/** Promises that one beat looks at. */
const clocksPerBeat = 200
/** Told to whoever listens on the outbox: a promise was broken. */
export const escalatedTopic = 'case.escalated'

/** What an entry means for the promises of its case; undefined where nothing. */
function happeningOf(entry: NewEntry): Happening | undefined {
  if (entry.copied) return undefined
  switch (entry.kind) {
    case 'opened':
      return 'opened'
    case 'queued':
      return 'queued'
    case 'message':
      return entry.authorKind === 'customer' ? 'customer_wrote' : 'agent_wrote'
    case 'closed':
      // By itself, since nobody answered: no solution is kept or broken.
      return entry.authorKind === 'system' && entry.action === 'no_answer' ? 'gone' : 'solved'
    case 'reopened':
      return 'goes_on'
  }
  return entry.action === null ? undefined : happenings[entry.action]
}

const happenings: Partial<Record<string, Happening>> = {
  left_queue: 'left',
  stage_open: 'goes_on',
  stage_waiting_customer: 'waits',
  stage_on_hold: 'waits',
  stage_solved: 'solved',
  merged_into: 'merged',
  joined_customer: 'merged',
  // What was promised before is taken over, and nothing else: who was answered as a guest was answered.
  joined_guest: 'merged',
  category_changed: 'category_changed',
}

/** Entries of a case in which another goes on, named by its number. */
const takesOver = ({ action, text }: NewEntry) => (action === 'merged_from' || action === 'joined_guest' ? text : null)

/** Lets the promises of cases follow what happened in their timelines. */
export async function advanceCases(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  const telling = entries.filter((entry) => happeningOf(entry) || takesOver(entry))
  if (telling.length === 0) return
  const targets = await readTargets(tx)
  const hoursOf = await readHours(tx)
  const byCase = Map.groupBy(telling, (entry) => entry.id)
  const goneOn = await findCasesByNumber(
    tx,
    telling.flatMap((entry) => takesOver(entry) ?? []),
  )
  const ids = new Set([...goneOn.values(), ...byCase.keys()])
  const known = Map.groupBy(await readNewestClocks(tx, [...ids]), (clock) => clock.caseId)
  const after = new Map<string, readonly Clock[]>(known)
  const changed: CaseClock[] = []
  // Whoever takes over comes after those that are taken over.
  for (const caseId of [...ids].filter((id) => byCase.has(id))) {
    const own = byCase.get(caseId)!
    const { category, channel, topic } = own[0]!
    const terms = { targets, category, channel, hours: hoursOf(topic) }
    let clocks = after.get(caseId) ?? []
    for (const entry of own.sort((a, b) => a.seq - b.seq)) {
      const happening = happeningOf(entry)
      if (happening) clocks = advanceClocks(clocks, happening, entry.askedAt ?? entry.at, terms)
      const goneId = goneOn.get(takesOver(entry) ?? '')
      if (goneId) clocks = takeOverClocks(clocks, after.get(goneId) ?? [], entry.at)
    }
    after.set(caseId, clocks)
    const old = new Set<unknown>(known.get(caseId))
    changed.push(...clocks.filter((clock) => !old.has(clock)).map((clock) => ({ ...clock, caseId, category, channel })))
  }
  await upsertClocks(tx, changed)
}

/** Working hours by topic: of the team that answers it. Its days off count also where it has not said when it works. */
async function readHours(tx: Tx): Promise<(topic: string) => Hours> {
  const teams = new Map((await readTeamRows(tx)).map((team) => [team.id, team]))
  const byTopic = new Map((await readTopicTeams(tx)).map(({ topic, teamId }) => [topic, teams.get(teamId)]))
  return (topic) => {
    const team = byTopic.get(topic)
    if (!team || team.openings.length > 0) return team ?? defaultHours
    return { ...defaultHours, timeZone: team.timeZone, holidays: team.holidays }
  }
}

const oneUp: Record<Priority, Priority> = { low: 'normal', normal: 'high', high: 'urgent', urgent: 'urgent' }

/**
 * Warns of promises that are about to be broken, and escalates broken ones: the case becomes more urgent, its timeline
 * says so, and supervisors are told by an event. Each once. Answers how many of both.
 */
export async function watchPromises(deps: CaseDeps): Promise<{ warned: number; breached: number }> {
  return inTransaction(deps.sql, async (tx) => {
    const now = deps.clock.now()
    const breached = await markBreached(tx, now, clocksPerBeat)
    for (const clock of breached.sort((a, b) => (a.caseId < b.caseId ? -1 : 1))) await escalate(tx, deps, clock, now)
    const warned = await markWarned(tx, now, clocksPerBeat)
    if (warned.length + breached.length > 0) await tell(tx, [['inbox']])
    return { warned: warned.length, breached: breached.length }
  })
}

async function escalate(tx: Tx, deps: CaseDeps, { caseId, measure }: DueClock, now: Date): Promise<void> {
  const event = { kind: 'action' as const, author: system, action: 'promise_broken', text: measure }
  // Taking the number locks the case.
  const seq = await appendEvents(tx, caseId, now, [event])
  const { priority } = (await readSheet(tx, caseId))!
  await storePriority(tx, caseId, oneUp[priority])
  const payload = { caseId, seq, measure, priority: oneUp[priority] }
  await emit(tx, { id: deps.ids(), topic: escalatedTopic, subjectId: caseId, payload, at: now })
  await tell(tx, [['case', caseId, seq, '']])
}
