import type { Holiday, Opening, TeamFacts } from '../../contract/desk-settings.ts'
import { intArray, textArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

export type TeamSettingRow = TeamFacts & { id: string; waiting: number }

/** Teams in use with all that is set about them, by name; members are those who still answer customers. */
export async function selectTeamSettings(db: Db): Promise<TeamSettingRow[]> {
  return db<TeamSettingRow[]>`
    select t.id, t.name, t.time_zone as "timeZone", t.automatic, t.overflow_team_id as "overflowTeamId",
      t.overflow_after_seconds as "overflowAfterSeconds", t.last_agent_seconds as "lastAgentSeconds",
      t.wrap_up_seconds as "wrapUpSeconds", t.requeue_after_seconds as "requeueAfterSeconds",
      t.offer_later_seconds as "offerLaterSeconds",
      (select coalesce(json_agg(topic order by topic), '[]') from team_topic where team_id = t.id) as topics,
      (select coalesce(json_agg(staff.id order by staff.id), '[]') from team_member m join staff on staff.id = m.staff_id
        where m.team_id = t.id and ${answers(db)}) as "memberIds",
      (select coalesce(json_agg(json_build_object('weekday', weekday, 'opens', to_char(opens, 'HH24:MI'), 'closes', to_char(closes, 'HH24:MI'))
          order by weekday, opens), '[]') from team_hours where team_id = t.id) as openings,
      (select coalesce(json_agg(json_build_object('day', day, 'name', name) order by day), '[]') from team_holiday
        where team_id = t.id and day >= current_date - 1) as holidays,
      (select count(*)::int from support_session where team_id = t.id and state = 'waiting') as waiting
    from team t where not t.retired order by lower(t.name), t.id`
}

/** Who answers customers. */
const answers = (db: Db) => db`staff.disabled_at is null and staff.roles && array['agent', 'supervisor']`

export async function countAnswering(db: Db, staffIds: readonly string[]): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from staff where id = any(${uuidArray(staffIds)}::uuid[]) and ${answers(db)}`
  return row!.count
}

export async function storeRetired(tx: Tx, teamId: string): Promise<void> {
  await tx`update team set retired = true where id = ${teamId}`
  await tx`delete from team_member where team_id = ${teamId}`
}

export async function isRetired(db: Db, teamId: string): Promise<boolean> {
  const [row] = await db<{ retired: boolean }[]>`select retired from team where id = ${teamId}`
  return row?.retired ?? false
}

/** Adds or changes a team with its hours, members and the holidays that are not over. */
export async function upsertTeam(tx: Tx, id: string, team: TeamFacts): Promise<void> {
  await tx`
    insert into team (id, name, time_zone, automatic, overflow_team_id, overflow_after_seconds, last_agent_seconds,
      wrap_up_seconds, requeue_after_seconds, offer_later_seconds)
    values (${id}, ${team.name}, ${team.timeZone}, ${team.automatic}, ${team.overflowTeamId}, ${team.overflowAfterSeconds},
      ${team.lastAgentSeconds}, ${team.wrapUpSeconds}, ${team.requeueAfterSeconds}, ${team.offerLaterSeconds})
    on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, automatic = excluded.automatic,
      overflow_team_id = excluded.overflow_team_id, overflow_after_seconds = excluded.overflow_after_seconds,
      last_agent_seconds = excluded.last_agent_seconds, wrap_up_seconds = excluded.wrap_up_seconds,
      requeue_after_seconds = excluded.requeue_after_seconds, offer_later_seconds = excluded.offer_later_seconds`
  await replaceMembers(tx, id, team.memberIds)
  await replaceOpenings(tx, id, team.openings)
  await replaceHolidays(tx, id, team.holidays)
}

async function replaceMembers(tx: Tx, teamId: string, staffIds: readonly string[]): Promise<void> {
  await tx`delete from team_member where team_id = ${teamId}`
  await tx`
    insert into team_member (team_id, staff_id) select ${teamId}, unnest(${uuidArray(staffIds)}::uuid[])`
}

async function replaceOpenings(tx: Tx, teamId: string, openings: readonly Opening[]): Promise<void> {
  await tx`delete from team_hours where team_id = ${teamId}`
  await tx`
    insert into team_hours (team_id, weekday, opens, closes)
    select ${teamId}, weekday, opens::time, closes::time
    from unnest(${intArray(openings.map(({ weekday }) => weekday))}::int[], ${textArray(openings.map(({ opens }) => opens))}::text[],
      ${textArray(openings.map(({ closes }) => closes))}::text[]) as given (weekday, opens, closes)`
}

/** Holidays that are over stay: what was promised then is counted with them. */
async function replaceHolidays(tx: Tx, teamId: string, holidays: readonly Holiday[]): Promise<void> {
  await tx`delete from team_holiday where team_id = ${teamId} and day >= current_date - 1`
  await tx`
    insert into team_holiday (team_id, day, name)
    select ${teamId}, day::date, name
    from unnest(${textArray(holidays.map(({ day }) => day))}::text[], ${textArray(holidays.map(({ name }) => name))}::text[])
      as given (day, name)
    on conflict (team_id, day) do update set name = excluded.name`
}

/** The team answers these topics and no others, whoever answered them before. */
export async function storeTopics(tx: Tx, teamId: string, topics: readonly string[]): Promise<void> {
  await tx`delete from team_topic where team_id = ${teamId} and topic <> all(${textArray(topics)}::text[])`
  await tx`
    insert into team_topic (topic, team_id) select unnest(${textArray(topics)}::text[]), ${teamId}
    on conflict (topic) do update set team_id = excluded.team_id`
}

/** Conversations on these topics that these teams had (null: no team) go to the team that answers the topic now. */
export async function moveConversations(
  tx: Tx,
  from: readonly { teamId: string | null; topic: string }[],
): Promise<void> {
  if (from.length === 0) return
  await tx`
    update support_session s set team_id = (select team_id from team_topic where topic = s.topic)
    where (s.case_id, s.id) in (
      select case_id, id from support_session
        join unnest(${uuidArray(from.map(({ teamId }) => teamId))}::uuid[], ${textArray(from.map(({ topic }) => topic))}::text[])
          as moved (from_id, moved_topic) on moved_topic = topic and team_id is not distinct from from_id
      where state <> 'ended' order by id for update of support_session)`
}
