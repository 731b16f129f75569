import { createHash } from 'node:crypto'
import type { Refusal } from '../../contract/refusals.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { isRefusal } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { staffActor } from './audit.ts'
import { recordOperation } from './operations.ts'
import { lockSettings } from './setting.sql.ts'

/** Longest part of the record for one field; a long list is cut, and its next change shows the rest. */
const fieldCharacters = 1_000

export type SettingDeps = { sql: Sql; clock: Clock; ids: Ids }
export type SettingChange = {
  /** Area and deed, for example `team.changed`. */
  action: string
  /** What the setting is known by: an id, or a code that `settingId` makes one of. */
  subjectId: string
  /** Null where it did not stand before, or does not any more. */
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

/**
 * The version of a setting: a digest of what it holds. Whoever changes it names the version they saw, so that nobody
 * overwrites what they have not seen.
 */
export function versionOf(held: object): string {
  return createHash('sha256').update(JSON.stringify(held)).digest('hex').slice(0, 32)
}

/** An id for a setting that is known by a code, the same each time (RFC 9562, version 8). */
export function settingId(kind: string, code: string): string {
  const hex = createHash('sha256').update(`${kind}:${code}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/**
 * Changes a setting of the desk: one change at a time, on record with what was before and after, and every queue takes
 * it up at once. A change that changes nothing leaves no record.
 */
export async function changeSetting(
  { sql, clock, ids }: SettingDeps,
  actor: StaffActor,
  change: (tx: Tx, now: Date) => Promise<SettingChange | Refusal>,
): Promise<SettingChange | Refusal> {
  return sql.begin(async (tx) => {
    await lockSettings(tx)
    const at = clock.now()
    const done = await change(tx, at)
    if (isRefusal(done)) return done
    const details = differences(done.before ?? {}, done.after ?? {})
    if (Object.keys(details).length === 0) return done
    const { action, subjectId } = done
    await recordOperation(tx, {
      id: ids(),
      at,
      actor: staffActor(actor),
      action,
      subjectId,
      details,
    })
    await tell(tx, [['queue'], ['inbox']])
    return done
  }) as Promise<SettingChange | Refusal>
}

/** Each field that differs, as "before → after". */
function differences(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, string> {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)])
  const details: Record<string, string> = {}
  for (const field of fields) {
    const [was, is] = [JSON.stringify(before[field] ?? null), JSON.stringify(after[field] ?? null)]
    if (was !== is) details[field] = `${was} → ${is}`.slice(0, fieldCharacters)
  }
  return details
}
