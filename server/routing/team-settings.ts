import { topic } from '../../contract/chat.ts'
import type { Opening, TeamFacts, TeamSetting } from '../../contract/desk-settings.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { changeSetting, type Replaced, type SettingDeps, versionOf } from '../audit/setting.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import { holidayAt, isOpen } from './hours.ts'
import {
  countAnswering,
  isRetired,
  moveConversations,
  selectTeamSettings,
  storeRetired,
  storeTopics,
  type TeamSettingRow,
  upsertTeam,
} from './team-settings.sql.ts'
import { isTimeZone } from './wall-clock.ts'

type Team = Pick<TeamSetting, 'id' | 'version'> & { facts: TeamFacts; waiting: number }

/** Teams in use, each with the version that a change must name. */
export async function readTeamSettings(db: Db, now: Date): Promise<TeamSetting[]> {
  return (await readTeams(db)).map(({ id, version, facts, waiting }) => ({
    id,
    ...facts,
    ...{ waiting, version },
    open: isOpen(facts, now),
    holidayToday: holidayAt(facts, now)?.name ?? null,
  }))
}

/**
 * Adds a team, or changes it: its hours, holidays, topics and members are as given from now on. Topics come from the team
 * that had them, with the conversations on them. Refusals: permission_missing, not_found (retired), setting_changed,
 * setting_not_possible (`name_taken`, `time_zone`, `hours_overlap`, `helper_unknown`, `member_unknown`).
 */
export async function saveTeam(
  deps: SettingDeps,
  actor: StaffActor,
  teamId: string,
  { version, ...given }: TeamFacts & { version: string | null },
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  const facts = inOrder(given)
  return changeSetting(deps, actor, async (tx) => {
    if (await isRetired(tx, teamId)) return refuse('not_found', {})
    const teams = await readTeams(tx)
    const before = teams.find(({ id }) => id === teamId)
    if ((before?.version ?? null) !== version) return refuse('setting_changed', {})
    const fault = await faultOf(tx, teamId, facts, teams)
    if (fault) return fault
    await upsertTeam(tx, teamId, facts)
    await storeTopics(tx, teamId, facts.topics)
    await moveConversations(tx, topicsMoved(teams, teamId, facts.topics))
    const left = teams.filter(({ id }) => id !== teamId).map((other) => withoutTopics(other, facts.topics))
    return [replaced(teamId, before?.facts ?? null, facts), ...left]
  })
}

/**
 * The team is no longer used; its live conversations go to the teams of their topics. Refusals: permission_missing,
 * not_found, setting_changed, setting_not_possible (`answers_topics`, `helps_others`).
 */
export async function retireTeam(
  deps: SettingDeps,
  actor: StaffActor,
  teamId: string,
  version: string,
): Promise<undefined | Refusal> {
  const refusal = requirePermission(actor, 'desk.configure')
  if (refusal) return refusal
  return changeSetting(deps, actor, async (tx) => {
    const teams = await readTeams(tx)
    const team = teams.find(({ id }) => id === teamId)
    if (!team) return refuse('not_found', {})
    if (team.version !== version) return refuse('setting_changed', {})
    if (team.facts.topics.length > 0) return refuse('setting_not_possible', { reason: 'answers_topics' })
    if (teams.some(({ facts }) => facts.overflowTeamId === teamId))
      return refuse('setting_not_possible', { reason: 'helps_others' })
    await storeRetired(tx, teamId)
    await moveConversations(
      tx,
      topic.options.map((one) => ({ teamId, topic: one })),
    )
    return [replaced(teamId, team.facts, { ...team.facts, memberIds: [], retired: true })]
  })
}

function replaced(key: string, before: TeamFacts | null, after: TeamFacts & { retired?: true }): Replaced {
  return { subject: 'team', key, title: after.name, before, after }
}

/** A topic that goes to one team is a change of the team that had it, too. */
function withoutTopics({ id, facts }: Team, taken: readonly string[]): Replaced {
  return replaced(id, facts, { ...facts, topics: facts.topics.filter((one) => !taken.includes(one)) })
}

async function readTeams(db: Db): Promise<Team[]> {
  return (await selectTeamSettings(db)).map(teamFrom)
}

function teamFrom({ id, waiting, ...facts }: TeamSettingRow): Team {
  return { id, waiting, facts, version: versionOf(facts) }
}

/** As the database answers it: what is a set comes once and in order, so that records show what really changed. */
function inOrder(facts: TeamFacts): TeamFacts {
  const holidays = new Map(facts.holidays.map((holiday) => [holiday.day, holiday]))
  return {
    ...facts,
    topics: [...new Set(facts.topics)].sort(),
    memberIds: [...new Set(facts.memberIds)].sort(),
    openings: facts.openings.toSorted(byTime),
    holidays: [...holidays.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
  }
}

async function faultOf(tx: Tx, teamId: string, facts: TeamFacts, teams: readonly Team[]) {
  const { overflowTeamId: helper, memberIds } = facts
  const no = (reason: 'name_taken' | 'time_zone' | 'hours_overlap' | 'helper_unknown' | 'member_unknown') =>
    refuse('setting_not_possible', { reason })
  const others = teams.filter(({ id }) => id !== teamId)
  if (others.some((other) => other.facts.name.toLowerCase() === facts.name.toLowerCase())) return no('name_taken')
  if (!isTimeZone(facts.timeZone)) return no('time_zone')
  if (!standApart(facts.openings)) return no('hours_overlap')
  if (helper !== null && !others.some(({ id }) => id === helper)) return no('helper_unknown')
  if ((await countAnswering(tx, memberIds)) !== memberIds.length) return no('member_unknown')
  return undefined
}

const byTime = (a: Opening, b: Opening) => a.weekday - b.weekday || (a.opens < b.opens ? -1 : 1)

/** Whether each span ends after it begins, and before the next one of its day. */
function standApart(openings: readonly Opening[]): boolean {
  return openings.every(({ weekday, opens, closes }, place) => {
    const next = openings[place + 1]
    return opens < closes && (next?.weekday !== weekday || closes <= next.opens)
  })
}

/** Topics that another team or none answered before, or that this team answers no more: with whom they were. */
function topicsMoved(teams: readonly Team[], teamId: string, topics: readonly string[]) {
  return topic.options.flatMap((one) => {
    const holder = teams.find(({ facts }) => facts.topics.includes(one))?.id ?? null
    const isMoved = topics.includes(one) ? holder !== teamId : holder === teamId
    return isMoved ? [{ teamId: holder, topic: one }] : []
  })
}
