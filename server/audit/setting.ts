import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Refusal } from '../../contract/refusals.ts'
import type { SettingChange, SettingSubject } from '../../contract/setting-changes.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { staffActor } from './audit.ts'
import { recordOperation } from './operations.ts'
import { lockSettings } from './setting.sql.ts'

export type SettingDeps = { sql: Sql; clock: Clock; ids: Ids }
type Held = Record<string, unknown>
/** What a setting held and holds. Null where it did not stand before, or does not any more. */
export type Replaced = {
  subject: SettingSubject
  /** What it is known by: an id or a code. */
  key: string
  /** What people call it, now. */
  title: SettingChange['title']
  before: Held | null
  after: Held | null
}

/**
 * The version of a setting: a digest of what it holds. Whoever changes it names the version they saw, so that nobody
 * overwrites what they have not seen.
 */
export function versionOf(held: object): string {
  return createHash('sha256').update(JSON.stringify(held)).digest('hex').slice(0, 32)
}

/**
 * Changes settings of the desk: one change at a time, on record with what was before and after, and every queue takes it
 * up at once. What was not changed leaves no record.
 */
export async function changeSetting(
  { sql, clock, ids }: SettingDeps,
  actor: StaffActor,
  change: (tx: Tx) => Promise<Replaced[] | Refusal>,
): Promise<undefined | Refusal> {
  const refusal = await sql.begin(async (tx) => {
    await lockSettings(tx)
    const done = await change(tx)
    if (isRefusal(done)) return done
    const events = done.flatMap((one) => eventsOf(one).map((event) => ({ ...event, id: ids(), at: clock.now() })))
    if (events.length === 0) return null
    for (const event of events) await recordOperation(tx, { ...event, actor: staffActor(actor) })
    await tell(tx, [['queue'], ['inbox']])
    return null
  })
  return refusal ?? undefined
}

/** The record of a change: whose it is, and each field that differs with what it held before and after. */
function eventsOf({ subject, key, title, before, after }: Replaced) {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const changed = fields.filter((field) => JSON.stringify(before?.[field]) !== JSON.stringify(after?.[field]))
  if (changed.length === 0) return []
  const only = (held: Held | null) =>
    Object.fromEntries(changed.flatMap((field) => (held && field in held ? [[field, held[field]]] : [])))
  const details = { setting: subject, key, title, before: only(before), after: only(after) }
  const subjectId = isUuid(key) ? key : settingId(subject, key)
  return [{ action: `${subject}.${deedOf(before, after)}`, subjectId, details }]
}

function deedOf(before: Held | null, after: Held | null): SettingChange['deed'] {
  if (!before) return 'added'
  if (!after) return 'removed'
  if (!before.retired === !after.retired) return 'changed'
  return after.retired ? 'retired' : 'brought_back'
}

const isUuid = (key: string) => z.uuid().safeParse(key).success

/** An id for a setting that is known by a code, the same each time (RFC 9562, version 8). */
function settingId(kind: string, code: string): string {
  const hex = createHash('sha256').update(`${kind}:${code}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
