import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { DirectoryEntry } from '../../contract/directory.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { may, move } from '../platform/life-cycle.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import {
  type ChangeRow,
  countEntries,
  deleteEntry,
  entriesLimit,
  insertChange,
  isTaken,
  lockChange,
  lockEditions,
  type Place,
  selectEntry,
  storeEntry,
  updateChange,
} from './directory.sql.ts'
import { type EditionDeps, publishEdition } from './edition.ts'
import { changeMoves } from './life-cycles.ts'

export type ChangeDeps = EditionDeps & { sql: Sql; ids: Ids }

export type Proposal =
  | { deed: 'add'; entry: DirectoryEntry; reason: string }
  | { deed: 'change'; entryId: string; entry: DirectoryEntry; reason: string }
  | { deed: 'remove'; entryId: string; reason: string }

/** What an entry is known by. */
export function placeOf(entry: DirectoryEntry): Place {
  switch (entry.kind) {
    case 'hotline':
      return { kind: entry.kind, value: entry.number }
    case 'sender':
      return { kind: entry.kind, value: entry.name.toUpperCase() }
    case 'site':
    case 'mail':
      return { kind: entry.kind, value: entry.domain }
  }
}

/**
 * Proposes a change; nothing is published by it. Refusals: permission_missing, not_found, phone_invalid (no number of
 * that country), action_not_possible (`taken`, `proposed` where another change of the entry waits, `directory_full`).
 */
export async function proposeChange(
  deps: ChangeDeps,
  actor: StaffActor,
  proposal: Proposal,
): Promise<{ id: string } | Refusal> {
  const forbidden = requirePermission(actor, 'directory.edit')
  if (forbidden) return forbidden
  return deps.sql.begin(async (tx) => {
    const entryId = proposal.deed === 'add' ? deps.ids() : proposal.entryId
    const entry = await entryOf(tx, proposal)
    if (isRefusal(entry)) return entry
    if (await isTaken(tx, placeOf(entry), entryId)) return notPossible('taken')
    if (proposal.deed === 'add' && (await isFull(tx))) return notPossible('directory_full')
    const id = deps.ids()
    const by = { proposedBy: actor.staffId, proposedByName: actor.name, proposedAt: deps.clock.now() }
    const { deed, reason } = proposal
    if (!(await insertChange(tx, { id, entryId, deed, entry, reason, ...by }))) return notPossible('proposed')
    await record(tx, deps, actor, 'directory.proposed', { id, deed, entry }, reason)
    return { id }
  })
}

async function entryOf(tx: Tx, proposal: Proposal): Promise<DirectoryEntry | Refusal> {
  if (proposal.deed !== 'add') {
    const known = await selectEntry(tx, proposal.entryId)
    if (!known) return refuse('not_found', {})
    if (proposal.deed === 'remove') return known
  }
  return isCallable(proposal.entry) ? proposal.entry : refuse('phone_invalid', {})
}

/** An edition names all that is ours: one entry too many would be left out of it, and taken for a stranger's. */
async function isFull(tx: Tx): Promise<boolean> {
  return (await countEntries(tx)) >= entriesLimit
}

/** Customers call it, so it must be a number, and one of the country that it stands for. */
function isCallable(entry: DirectoryEntry): boolean {
  if (entry.kind !== 'hotline') return true
  const parsed = parsePhoneNumberFromString(entry.number)
  return parsed?.isValid() === true && (parsed.country === undefined || parsed.country === entry.country)
}

/**
 * A second person approves: the entry is as proposed, and a new signed edition is out, in one transaction. Refusals:
 * permission_missing, not_found, second_person_needed, action_not_possible (the state; `taken`, `directory_full`).
 */
export async function approveChange(
  deps: ChangeDeps,
  actor: StaffActor,
  changeId: string,
): Promise<{ edition: number } | Refusal> {
  const forbidden = requirePermission(actor, 'directory.edit')
  if (forbidden) return forbidden
  return deps.sql.begin(async (tx) => {
    const change = await lockChange(tx, changeId)
    if (!change) return refuse('not_found', {})
    if (!may(changeMoves, change.state, 'approve')) return notPossible(change.state)
    if (change.proposedBy === actor.staffId) return refuse('second_person_needed', {})
    const { deed, entryId, entry } = change
    // Here, not only when the edition is made: two that are approved at once must both be counted.
    await lockEditions(tx)
    if (deed === 'add' && (await isFull(tx))) return notPossible('directory_full')
    const at = deps.clock.now()
    if (deed === 'remove') await deleteEntry(tx, entryId)
    else if (!(await storeEntry(tx, { ...placeOf(entry), id: entryId, entry, at }))) return notPossible('taken')
    await decide(tx, deps, actor, change, 'approve', null)
    return { edition: await publishEdition(tx, deps) }
  })
}

/** Turns a change down; whoever proposed it takes it back. Refusals: permission_missing, not_found, action_not_possible. */
export async function rejectChange(
  deps: ChangeDeps,
  actor: StaffActor,
  changeId: string,
  reason: string,
): Promise<Record<string, never> | Refusal> {
  const forbidden = requirePermission(actor, 'directory.edit')
  if (forbidden) return forbidden
  return deps.sql.begin(async (tx) => {
    const change = await lockChange(tx, changeId)
    if (!change) return refuse('not_found', {})
    const deed = change.proposedBy === actor.staffId ? 'withdraw' : 'reject'
    if (!may(changeMoves, change.state, deed)) return notPossible(change.state)
    await decide(tx, deps, actor, change, deed, reason)
    return {}
  })
}

async function decide(
  tx: Tx,
  deps: ChangeDeps,
  actor: StaffActor,
  change: ChangeRow,
  deed: 'approve' | 'reject' | 'withdraw',
  reason: string | null,
): Promise<void> {
  const state = move(changeMoves, change.state, deed)
  const by = { by: actor.staffId, byName: actor.name, at: deps.clock.now() }
  await updateChange(tx, { id: change.id, state, ...by, reason })
  await record(tx, deps, actor, `directory.${state}`, change, reason)
}

function record(
  tx: Tx,
  { ids, clock }: ChangeDeps,
  actor: StaffActor,
  action: string,
  { id, deed, entry }: Pick<ChangeRow, 'id' | 'deed' | 'entry'>,
  reason: string | null,
): Promise<void> {
  const event = { id: ids(), at: clock.now(), action, subjectId: id, reason }
  return recordOperation(tx, {
    ...event,
    actor: staffActor(actor),
    details: { deed, ...placeOf(entry) },
  })
}

function notPossible(reason: string): Refusal {
  return refuse('action_not_possible', { reason })
}
