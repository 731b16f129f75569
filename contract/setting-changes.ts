import { z } from 'zod'
import { language } from './identity.ts'
import { route } from './route.ts'

export const settingChangesPerPage = 30

export const settingSubject = z.enum(['team', 'agent', 'category', 'target', 'closing', 'criterion', 'macro'])
export type SettingSubject = z.infer<typeof settingSubject>
export const settingDeed = z.enum(['added', 'changed', 'retired', 'brought_back', 'removed'])

const names = z.object({ zh: z.string(), id: z.string(), en: z.string() })
const promise = z.object({ minutes: z.int(), warnPercent: z.int() }).nullable()

/**
 * What a setting held, as it was recorded: the fields of `contract/desk-settings.ts`, `contract/closing.ts` and `contract/macros.ts`, without the
 * bounds and choices of today, which the past need not keep.
 */
const settingFields = z
  .object({
    name: z.string(),
    names,
    timeZone: z.string(),
    automatic: z.boolean(),
    overflowTeamId: z.string().nullable(),
    overflowAfterSeconds: z.int(),
    lastAgentSeconds: z.int(),
    wrapUpSeconds: z.int(),
    requeueAfterSeconds: z.int().nullable(),
    offerLaterSeconds: z.int(),
    topics: z.array(z.string()),
    memberIds: z.array(z.string()),
    openings: z.array(z.object({ weekday: z.int(), opens: z.string(), closes: z.string() })),
    holidays: z.array(z.object({ day: z.string(), name: z.string() })),
    languages: z.array(z.string()),
    skills: z.array(z.string()),
    places: z.object({ chat: z.int(), message: z.int(), call: z.int() }),
    topic: z.string(),
    priority: z.string(),
    awaitsMoney: z.boolean(),
    retired: z.boolean(),
    first_reply: promise,
    next_reply: promise,
    resolution: promise,
    leftDays: z.int().nullable(),
    unansweredDays: z.int().nullable(),
    solvedDays: z.int(),
    language: z.string(),
    text: z.string(),
    command: z.string().nullable(),
  })
  .partial()
export type SettingFields = z.infer<typeof settingFields>

export const settingChange = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  by: z.string(),
  subject: settingSubject,
  deed: settingDeed,
  /** An id, a code, or category and channel of promised times with a space between. */
  key: z.string(),
  /** What it was called then; null: promised times of every category, or what closes by itself. */
  title: z.union([z.string(), names]).nullable(),
  /** The fields that differ, and they alone; empty where it did not stand before, or does not any more. */
  before: settingFields,
  after: settingFields,
})
export type SettingChange = z.infer<typeof settingChange>

export const listSettingChanges = route({
  method: 'GET',
  path: '/api/desk/settings/changes',
  who: 'staff',
  summary: 'Who changed which setting of the desk, when, and what it held before and after, newest first.',
  query: z.object({
    subject: settingSubject.optional(),
    /** The id of the last one of the page before. */
    before: z.uuid().optional(),
  }),
  reply: z.object({
    changes: z.array(settingChange),
    /** Names of the agents and teams that the changes speak of, by id. */
    known: z.record(z.string(), z.string()),
    more: z.boolean(),
  }),
  refusals: ['signin_required', 'permission_missing'],
})

export const settingChangesCsv = route({
  method: 'GET',
  path: '/api/desk/settings/changes.csv',
  who: 'staff',
  summary:
    'The same record whole, newest first, as CSV (UTF-8 with byte order mark): one field a row, with what it held before and after. Fields are named as in the contract; lists stand as their members, anything deeper as JSON.',
  query: z.object({
    subject: settingSubject.optional(),
    /** Of the names of what was changed. */
    language: language.default('en'),
  }),
  reply: z.unknown(),
  refusals: ['signin_required', 'permission_missing'],
})
