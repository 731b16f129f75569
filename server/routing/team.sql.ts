import type { Db } from '../platform/database.ts'
import type { Hours } from './hours.ts'

export type TeamRow = {
  id: string
  name: string
  automatic: boolean
  overflowTeamId: string | null
  overflowAfterSeconds: number
  lastAgentSeconds: number
  offerLaterSeconds: number
} & Hours

/** Teams in use with their hours and the holidays that are not over. */
export async function readTeamRows(db: Db): Promise<TeamRow[]> {
  return db<TeamRow[]>`
    select t.id, t.name, t.automatic, t.overflow_team_id as "overflowTeamId", t.overflow_after_seconds as "overflowAfterSeconds",
      t.last_agent_seconds as "lastAgentSeconds", t.offer_later_seconds as "offerLaterSeconds", t.time_zone as "timeZone",
      (select coalesce(json_agg(json_build_object('weekday', h.weekday, 'opens', to_char(h.opens, 'HH24:MI'), 'closes', to_char(h.closes, 'HH24:MI'))), '[]')
        from team_hours h where h.team_id = t.id) as openings,
      (select coalesce(json_agg(json_build_object('day', d.day, 'name', d.name)), '[]')
        from team_holiday d where d.team_id = t.id and d.day >= current_date - 1) as holidays
    from team t where not t.retired order by t.name`
}

type NewTeam = {
  id: string
  name: string
  timeZone: string
  automatic: boolean
  requeueAfterSeconds: number | null
  topics: readonly string[]
  memberIds: readonly string[]
}

/** A team with its topics and members; everything else as the table has it. */
export async function insertTeam(db: Db, team: NewTeam): Promise<void> {
  await db`
    insert into team (id, name, time_zone, automatic, requeue_after_seconds)
    values (${team.id}, ${team.name}, ${team.timeZone}, ${team.automatic}, ${team.requeueAfterSeconds})`
  for (const topic of team.topics) await db`insert into team_topic (topic, team_id) values (${topic}, ${team.id})`
  for (const staffId of team.memberIds)
    await db`insert into team_member (team_id, staff_id) values (${team.id}, ${staffId})`
}

export async function insertOpening(
  db: Db,
  opening: { teamId: string; weekday: number; opens: string; closes: string },
): Promise<void> {
  await db`
    insert into team_hours (team_id, weekday, opens, closes)
    values (${opening.teamId}, ${opening.weekday}, ${opening.opens}::time, ${opening.closes}::time)`
}
