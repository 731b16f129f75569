import type { DirectoryEntry } from '../../contract/directory.ts'
import { type Db, type Tx, violatedConstraint } from '../platform/database.ts'
import type { ChangeState } from './life-cycles.ts'

/** Most entries of the directory; a desk needs some dozens. */
export const entriesLimit = 500
const changesShown = 50

export type EntryRow = { id: string; entry: DirectoryEntry; open: boolean }

export async function selectEntries(db: Db): Promise<EntryRow[]> {
  return db<EntryRow[]>`
    select e.id, e.entry, exists (
      select 1 from directory_change c where c.entry_id = e.id and c.state = 'proposed') as open
    from directory_entry e order by e.kind, e.value limit ${entriesLimit}`
}

export async function countEntries(db: Db): Promise<number> {
  const [row] = await db<{ count: number }[]>`select count(*)::int as count from directory_entry`
  return row!.count
}

export async function selectEntry(db: Db, id: string): Promise<DirectoryEntry | undefined> {
  const [row] = await db<{ entry: DirectoryEntry }[]>`select entry from directory_entry where id = ${id}`
  return row?.entry
}

export type Place = { kind: DirectoryEntry['kind']; value: string }

/** Whether this number, name or domain stands there already, under another id. */
export async function isTaken(db: Db, { kind, value }: Place, exceptId: string): Promise<boolean> {
  const rows = await db`select 1 from directory_entry where kind = ${kind} and value = ${value} and id <> ${exceptId}`
  return rows.length > 0
}

/** False where the place is taken by another entry. */
export async function storeEntry(
  tx: Tx,
  row: Place & { id: string; entry: DirectoryEntry; at: Date },
): Promise<boolean> {
  try {
    await tx.savepoint(
      (nested) => nested`
        insert into directory_entry (id, kind, value, entry, since)
        values (${row.id}, ${row.kind}, ${row.value}, ${JSON.stringify(row.entry)}::text::jsonb, ${row.at})
        on conflict (id) do update set kind = excluded.kind, value = excluded.value, entry = excluded.entry, since = excluded.since`,
    )
    return true
  } catch (error) {
    if (violatedConstraint(error) === 'directory_entry_once') return false
    throw error
  }
}

export async function deleteEntry(tx: Tx, id: string): Promise<void> {
  await tx`delete from directory_entry where id = ${id}`
}

export type ChangeRow = {
  id: string
  entryId: string
  deed: 'add' | 'change' | 'remove'
  entry: DirectoryEntry
  before: DirectoryEntry | null
  reason: string
  state: ChangeState
  proposedBy: string
  proposedByName: string
  proposedAt: Date
}

const changeColumns = (db: Db) => db`
  c.id, c.entry_id as "entryId", c.deed, c.entry, e.entry as before, c.reason, c.state, c.proposed_by as "proposedBy",
  c.proposed_by_name as "proposedByName", c.proposed_at as "proposedAt"`

export async function selectOpenChanges(db: Db): Promise<ChangeRow[]> {
  return db<ChangeRow[]>`
    select ${changeColumns(db)} from directory_change c left join directory_entry e on e.id = c.entry_id
    where c.state = 'proposed' order by c.id limit ${changesShown}`
}

export async function lockChange(tx: Tx, id: string): Promise<ChangeRow | undefined> {
  const [row] = await tx<ChangeRow[]>`
    select ${changeColumns(tx)} from directory_change c left join directory_entry e on e.id = c.entry_id
    where c.id = ${id} for update of c`
  return row
}

export type NewChange = Omit<ChangeRow, 'before' | 'state'>

/** False where another change of the entry waits. */
export async function insertChange(tx: Tx, row: NewChange): Promise<boolean> {
  const { count } = await tx`
    insert into directory_change (id, entry_id, deed, entry, reason, proposed_by, proposed_by_name, proposed_at)
    values (${row.id}, ${row.entryId}, ${row.deed}, ${JSON.stringify(row.entry)}::text::jsonb, ${row.reason}, ${row.proposedBy},
      ${row.proposedByName}, ${row.proposedAt})
    on conflict (entry_id) where state = 'proposed' do nothing`
  return count === 1
}

export async function updateChange(
  tx: Tx,
  change: { id: string; state: ChangeState; by: string; byName: string; at: Date; reason: string | null },
): Promise<void> {
  await tx`
    update directory_change set state = ${change.state}, decided_by = ${change.by}, decided_by_name = ${change.byName},
      decided_at = ${change.at}, decision_reason = ${change.reason}
    where id = ${change.id}`
}

export type EditionRow = { number: number; document: string; signature: Buffer; keyId: string; publishedAt: Date }

/** The newest edition, or the one of this number. */
export async function selectEdition(db: Db, number?: number): Promise<EditionRow | undefined> {
  const [row] = await db<EditionRow[]>`
    select number, document, signature, key_id as "keyId", published_at as "publishedAt" from directory_edition
    where ${number === undefined ? db`true` : db`number = ${number}`} order by number desc limit 1`
  return row
}

/** Editions take turns: each has the number after the last. */
export async function lockEditions(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('directory_edition'))`
}

export async function insertEdition(tx: Tx, row: EditionRow): Promise<void> {
  await tx`
    insert into directory_edition (number, document, signature, key_id, published_at)
    values (${row.number}, ${row.document}, ${row.signature}, ${row.keyId}, ${row.publishedAt})`
}
