import { z } from 'zod'
import { casePriority, type serviceMeasure } from './cases.ts'
import { topic } from './chat.ts'
import { language } from './identity.ts'
import { route } from './route.ts'

export const teamBounds = {
  overflowAfterSeconds: { minimum: 0, maximum: 86_400 },
  lastAgentSeconds: { minimum: 0, maximum: 600 },
  wrapUpSeconds: { minimum: 0, maximum: 3_600 },
  requeueAfterSeconds: { minimum: 60, maximum: 86_400 },
  offerLaterSeconds: { minimum: 0, maximum: 86_400 },
} as const
export const placeBounds = {
  chat: { minimum: 1, maximum: 20 },
  message: { minimum: 0, maximum: 20 },
  call: { minimum: 0, maximum: 20 },
} as const
export const promiseBounds = {
  minutes: { minimum: 1, maximum: 100_000 },
  warnPercent: { minimum: 1, maximum: 99 },
} as const
export const maximumNameCharacters = 60
/** Six spans for each day of the week. */
export const maximumOpenings = 42
export const maximumHolidays = 100
const maximumMembers = 500
const topicCount = topic.options.length

const within = ({ minimum, maximum }: { minimum: number; maximum: number }) => z.int().min(minimum).max(maximum)
const name = z.string().trim().min(1).max(maximumNameCharacters)
const names = z.strictObject({ zh: name, id: name, en: name })
/** What a category or criterion is stored under. */
const codeParams = z.object({ code: z.string().regex(/^[a-z_]{2,40}$/) })

/** A digest of what the caller saw; null adds. With another one than the setting has by now: `setting_changed`. */
const seenVersion = z.string().max(64).nullable()
const version = z.string()

// Teams

/** Hours of one weekday, ISO 1 (Monday) to 7, in the team's own time zone; a day may have several. */
export const opening = z.strictObject({
  weekday: z.int().min(1).max(7),
  opens: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  closes: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/),
})
export type Opening = z.infer<typeof opening>
export const holiday = z.strictObject({ day: z.iso.date(), name })
export type Holiday = z.infer<typeof holiday>

const teamFields = {
  name,
  /** IANA name. */
  timeZone: z.string().max(60),
  /** People are given out by themselves; otherwise agents take the next one by hand. */
  automatic: z.boolean(),
  overflowTeamId: z.uuid().nullable(),
  overflowAfterSeconds: within(teamBounds.overflowAfterSeconds),
  lastAgentSeconds: within(teamBounds.lastAgentSeconds),
  wrapUpSeconds: within(teamBounds.wrapUpSeconds),
  /** Null: the conversations of an agent who vanished stay with them. */
  requeueAfterSeconds: within(teamBounds.requeueAfterSeconds).nullable(),
  offerLaterSeconds: within(teamBounds.offerLaterSeconds),
  topics: z.array(topic).max(topicCount),
  memberIds: z.array(z.uuid()).max(maximumMembers),
  /** Without any, the team is always there, but for its holidays. */
  openings: z.array(opening).max(maximumOpenings),
  /** Those that are not over. */
  holidays: z.array(holiday).max(maximumHolidays),
}
export const teamFacts = z.strictObject(teamFields)
export type TeamFacts = z.infer<typeof teamFacts>
export const teamSetting = z.object({
  id: z.uuid(),
  ...teamFields,
  /** Works now: within its hours, and no holiday. */
  open: z.boolean(),
  /** The holiday that it keeps today. */
  holidayToday: z.string().nullable(),
  waiting: z.int(),
  version,
})
export type TeamSetting = z.infer<typeof teamSetting>

const agentFields = {
  languages: z.array(language).min(1).max(language.options.length),
  /** Topics learnt; none means all of the agent's teams. */
  skills: z.array(topic).max(topicCount),
  /** Conversations at once: in all, of these answers written later, of these calls. */
  places: z.strictObject({
    chat: within(placeBounds.chat),
    message: within(placeBounds.message),
    call: within(placeBounds.call),
  }),
}
export const agentFacts = z.strictObject(agentFields)
export type AgentFacts = z.infer<typeof agentFacts>
export const agentSetting = z.object({ id: z.uuid(), name: z.string(), ...agentFields, version })
export type AgentSetting = z.infer<typeof agentSetting>

export const readTeamSettings = route({
  method: 'GET',
  path: '/api/desk/settings/teams',
  who: 'staff',
  summary:
    'Teams with hours, holidays, topics and members; everybody who answers customers, with languages and places.',
  reply: z.object({ teams: z.array(teamSetting), agents: z.array(agentSetting) }),
  refusals: ['signin_required', 'permission_missing'],
})

const teamParams = z.object({ teamId: z.uuid() })

export const saveTeam = route({
  method: 'PUT',
  path: '/api/desk/settings/teams/:teamId',
  who: 'staff',
  summary:
    'Add a team under an id of the caller’s choice, or change it. A topic goes to it from the team that had it, and those who wait with it.',
  params: teamParams,
  body: z.strictObject({ ...teamFields, version: seenVersion }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'setting_changed', 'setting_not_possible'],
})

export const retireTeam = route({
  method: 'POST',
  path: '/api/desk/settings/teams/:teamId/retire',
  who: 'staff',
  summary: 'A team that answers no topic and helps no other is no longer used. Its past keeps its name.',
  params: teamParams,
  body: z.strictObject({ version: z.string().max(64) }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'setting_changed', 'setting_not_possible'],
})

export const saveAgent = route({
  method: 'PUT',
  path: '/api/desk/settings/agents/:staffId',
  who: 'staff',
  summary: 'Languages, topics learnt and places of somebody who answers customers.',
  params: z.object({ staffId: z.uuid() }),
  body: z.strictObject({ ...agentFields, version: z.string().max(64) }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'not_found', 'setting_changed'],
})

// Categories

const categoryFields = {
  topic,
  names,
  /** Of a new case of this category. */
  priority: casePriority,
  /** Money that arrives for the customer while such a case is open is told in its timeline. */
  awaitsMoney: z.boolean(),
  /** Offered for no further case. */
  retired: z.boolean(),
}
export const categorySetting = z.object({
  code: z.string(),
  ...categoryFields,
  /** Stands for its whole topic: cases begin with it, so it keeps the topic and stays. */
  ofTopic: z.boolean(),
  openCases: z.int(),
  version,
})
export type CategorySetting = z.infer<typeof categorySetting>

export const readCategorySettings = route({
  method: 'GET',
  path: '/api/desk/settings/categories',
  who: 'staff',
  summary: 'What a case can be about, retired categories among them, by topic.',
  reply: z.object({ categories: z.array(categorySetting) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const saveCategory = route({
  method: 'PUT',
  path: '/api/desk/settings/categories/:code',
  who: 'staff',
  summary: 'Add a category under a code of the caller’s choice, or change, retire or bring it back.',
  params: codeParams,
  body: z.strictObject({ ...categoryFields, version: seenVersion }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'setting_changed', 'setting_not_possible'],
})

// Service levels

/** `*` stands for every category or channel; the closest fit counts. */
export const every = '*'
const targetChannel = z.enum(['*', 'chat', 'email', 'phone'])
export const targetChannels = ['*', 'chat', 'email', 'phone'] as const satisfies readonly z.infer<
  typeof targetChannel
>[]
export const measures = ['first_reply', 'next_reply', 'resolution'] as const satisfies readonly z.infer<
  typeof serviceMeasure
>[]

/** So many working minutes, with a warning after a share of them; null: what the wider target says. */
const promise = z
  .strictObject({ minutes: within(promiseBounds.minutes), warnPercent: within(promiseBounds.warnPercent) })
  .nullable()
export type ServicePromise = z.infer<typeof promise>
const targetFields = {
  category: z.string().regex(/^([a-z_]{2,40}|\*)$/),
  channel: targetChannel,
  promises: z.strictObject({ first_reply: promise, next_reply: promise, resolution: promise }),
}
export const targetSetting = z.object({ ...targetFields, version })
export type TargetSetting = z.infer<typeof targetSetting>

export const readTargetSettings = route({
  method: 'GET',
  path: '/api/desk/settings/targets',
  who: 'staff',
  summary: 'Promised times by category and channel, the widest first.',
  reply: z.object({ targets: z.array(targetSetting) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const saveTarget = route({
  method: 'PUT',
  path: '/api/desk/settings/targets',
  who: 'staff',
  summary:
    'Set the promised times of a category on a channel; all three null takes them away. Promises under way keep their time.',
  body: z.strictObject({ ...targetFields, version: seenVersion }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'setting_changed', 'setting_not_possible'],
})

// Reviews

const criterionFields = { names, retired: z.boolean() }
export const criterionSetting = z.object({
  code: z.string(),
  ...criterionFields,
  /** Reviews that hold a score of it. */
  reviews: z.int(),
  version,
})
export type CriterionSetting = z.infer<typeof criterionSetting>

export const readCriterionSettings = route({
  method: 'GET',
  path: '/api/desk/settings/criteria',
  who: 'staff',
  summary: 'What conversations are reviewed by, in the order of the score card; retired criteria last.',
  reply: z.object({ criteria: z.array(criterionSetting) }),
  refusals: ['signin_required', 'permission_missing'],
})

export const saveCriterion = route({
  method: 'PUT',
  path: '/api/desk/settings/criteria/:code',
  who: 'staff',
  summary: 'Add a criterion under a code of the caller’s choice, or change, retire or bring it back.',
  params: codeParams,
  body: z.strictObject({ ...criterionFields, version: seenVersion }),
  reply: z.object({}),
  refusals: ['signin_required', 'permission_missing', 'setting_changed', 'setting_not_possible'],
})
