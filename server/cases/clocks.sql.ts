import { intArray, textArray, timeArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Clock, Measure, Target } from './sla.ts'

export type CaseClock = Clock & { caseId: string; category: string; channel: string }

export async function readTargets(db: Db): Promise<Target[]> {
  return db<Target[]>`select category, channel, measure, minutes, warn_percent as "warnPercent" from service_target`
}

/** Which team answers which topic. */
export async function readTopicTeams(db: Db): Promise<{ topic: string; teamId: string }[]> {
  return db`select topic, team_id as "teamId" from team_topic`
}

/** Ids of the cases with these numbers. */
export async function findCasesByNumber(db: Db, numbers: readonly string[]): Promise<Map<string, string>> {
  if (numbers.length === 0) return new Map()
  const rows = await db<{ id: string; number: string }[]>`
    select id, number from support_case where number = any(${textArray(numbers)}::text[])`
  return new Map(rows.map(({ id, number }) => [number, id]))
}

/** The newest round of each promise of these cases: whatever still runs or pauses is among them. */
export async function readNewestClocks(db: Db, caseIds: readonly string[]): Promise<CaseClock[]> {
  return db<CaseClock[]>`
    select c.case_id as "caseId", c.measure, c.round, c.category, c.channel, c.state, c.minutes, c.warn_percent as "warnPercent",
      c.started_at as "startedAt", c.due_at as "dueAt", c.warn_at as "warnAt", c.left_seconds as "leftSeconds",
      c.ended_at as "endedAt"
    from unnest(${uuidArray(caseIds)}::uuid[]) as own (case_id)
      cross join (values ('first_reply'), ('next_reply'), ('resolution')) as kind (measure)
      cross join lateral (
        select * from case_clock
        where case_clock.case_id = own.case_id and case_clock.measure = kind.measure order by round desc limit 1) c`
}

/** Adds and changes clocks as they stand now. What was warned or breached stays so; one that ended too late was broken. */
export async function upsertClocks(tx: Tx, clocks: readonly CaseClock[]): Promise<void> {
  if (clocks.length === 0) return
  const texts = (of: (clock: CaseClock) => string) => textArray(clocks.map(of))
  const numbers = (of: (clock: CaseClock) => number | null) => intArray(clocks.map(of))
  await tx`
    insert into case_clock (case_id, measure, round, category, channel, state, minutes, warn_percent, started_at, due_at, warn_at,
      left_seconds, ended_at)
    select * from unnest(
      ${uuidArray(clocks.map((clock) => clock.caseId))}::uuid[], ${texts((clock) => clock.measure)}::text[],
      ${numbers((clock) => clock.round)}::int[], ${texts((clock) => clock.category)}::text[],
      ${texts((clock) => clock.channel)}::text[], ${texts((clock) => clock.state)}::text[],
      ${numbers((clock) => clock.minutes)}::int[], ${numbers((clock) => clock.warnPercent)}::int[],
      ${timeArray(clocks.map((clock) => clock.startedAt))}::timestamptz[], ${timeArray(clocks.map((clock) => clock.dueAt))}::timestamptz[],
      ${timeArray(clocks.map((clock) => clock.warnAt))}::timestamptz[], ${numbers((clock) => clock.leftSeconds)}::int[],
      ${timeArray(clocks.map((clock) => clock.endedAt))}::timestamptz[])
    on conflict (case_id, measure, round) do update set category = excluded.category, state = excluded.state,
      minutes = excluded.minutes, warn_percent = excluded.warn_percent, due_at = excluded.due_at, warn_at = excluded.warn_at,
      left_seconds = excluded.left_seconds, ended_at = excluded.ended_at,
      breached_at = coalesce(case_clock.breached_at,
        case when excluded.state in ('met', 'dropped') and case_clock.due_at < excluded.ended_at then case_clock.due_at end)`
}

export type DueClock = { caseId: string; measure: Measure; round: number }

/** Running clocks past their warning, not yet warned of: marked, and answered. */
export async function markWarned(tx: Tx, now: Date, limit: number): Promise<DueClock[]> {
  return tx<DueClock[]>`
    with due as (
      select case_id, measure, round from case_clock
      where state = 'running' and warned_at is null and warn_at <= ${now} order by warn_at limit ${limit} for update skip locked)
    update case_clock c set warned_at = ${now} from due
    where c.case_id = due.case_id and c.measure = due.measure and c.round = due.round
    returning c.case_id as "caseId", c.measure, c.round`
}

/** Running clocks past their time, not yet marked as broken: marked with the moment they fell due, and answered. */
export async function markBreached(tx: Tx, now: Date, limit: number): Promise<DueClock[]> {
  return tx<DueClock[]>`
    with due as (
      select case_id, measure, round from case_clock
      where state = 'running' and breached_at is null and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    update case_clock c set breached_at = c.due_at, warned_at = coalesce(c.warned_at, ${now}) from due
    where c.case_id = due.case_id and c.measure = due.measure and c.round = due.round
    returning c.case_id as "caseId", c.measure, c.round`
}

export type LiveClock = {
  measure: Measure
  state: 'running' | 'paused'
  dueAt: Date | null
  warnAt: Date | null
  leftSeconds: number | null
  breachedAt: Date | null
}

/** Promises of a case that are still to be kept, the nearest first. */
export async function readLiveClocks(db: Db, caseId: string): Promise<LiveClock[]> {
  return db<LiveClock[]>`
    select measure, state, due_at as "dueAt", warn_at as "warnAt", left_seconds as "leftSeconds", breached_at as "breachedAt"
    from case_clock where case_id = ${caseId} and state in ('running', 'paused') order by due_at nulls last`
}

export type ServiceFigures = {
  measure: Measure
  category: string
  channel: string
  /** Promises that began in the period and were kept, broken (also while still running), or dropped. */
  met: number
  breached: number
  dropped: number
  running: number
  /** Median time of those that ended, by the clock on the wall. */
  medianSeconds: number | null
}

export async function readServiceFigures(db: Db, from: Date, to: Date): Promise<ServiceFigures[]> {
  return db<ServiceFigures[]>`
    select measure, category, channel,
      count(*) filter (where state = 'met' and breached_at is null)::int as met,
      count(*) filter (where breached_at is not null)::int as breached,
      count(*) filter (where state = 'dropped' and breached_at is null)::int as dropped,
      count(*) filter (where state in ('running', 'paused') and breached_at is null)::int as running,
      (percentile_cont(0.5) within group (order by extract(epoch from ended_at - started_at))
        filter (where state = 'met'))::float8 as "medianSeconds"
    from case_clock where started_at >= ${from} and started_at < ${to}
    group by measure, category, channel order by measure, category, channel`
}
