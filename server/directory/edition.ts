import { canonical } from '../../contract/digest.ts'
import { type DirectoryDocument, type DirectoryEntry, directoryEntry } from '../../contract/directory.ts'
import type { Clock } from '../platform/clock.ts'
import type { Db, Sql, Tx } from '../platform/database.ts'
import type { SealKey } from '../platform/seal-key.ts'
import { insertEdition, lockEditions, selectEdition, selectEntries } from './directory.sql.ts'

/** What the configuration says of us: it needs no second person, for whoever changes it has the server. */
export type OwnNames = { operator: string; publicUrl: string; smsSender: string }

export type EditionDeps = { clock: Clock; sealKey: SealKey; own: OwnNames }

/** Everything that is ours: the directory, and what the configuration names. */
export async function readOurs(db: Db, own: OwnNames): Promise<DirectoryEntry[]> {
  const entries = (await selectEntries(db)).map(({ entry }) => entry)
  const missing = configured(own).filter((one) => !entries.some((entry) => canonical(entry) === canonical(one)))
  return [...entries, ...missing]
}

/** An address without a domain, as on one's own machine, is nothing that anybody else could meet. */
function configured({ publicUrl, smsSender }: OwnNames): DirectoryEntry[] {
  const found = [
    directoryEntry.safeParse({ kind: 'sender', name: smsSender }),
    directoryEntry.safeParse({ kind: 'site', domain: new URL(publicUrl).hostname }),
  ]
  return found.flatMap(({ data }) => (data ? [data] : []))
}

/**
 * Publishes what is ours now as the next edition, signed, in the caller's transaction; where nothing changed the last one
 * stays. Answers the number that is now in force.
 */
export async function publishEdition(tx: Tx, { clock, sealKey, own }: EditionDeps): Promise<number> {
  await lockEditions(tx)
  const last = await selectEdition(tx)
  const entries = await readOurs(tx, own)
  if (last && last.keyId === sealKey.id && isAsIn(last.document, own, entries)) return last.number
  const publishedAt = clock.now()
  const number = (last?.number ?? 0) + 1
  const content: DirectoryDocument = {
    operator: own.operator,
    edition: number,
    publishedAt: publishedAt.toISOString(),
    key: sealKey.id,
    entries,
  }
  const document = canonical(content)
  const signature = Buffer.from(sealKey.sign(document), 'hex')
  await insertEdition(tx, { number, document, signature, keyId: sealKey.id, publishedAt })
  return number
}

function isAsIn(document: string, { operator }: OwnNames, entries: DirectoryEntry[]): boolean {
  const known = JSON.parse(document) as DirectoryDocument
  return known.operator === operator && canonical(known.entries) === canonical(entries)
}

/** At the start: there is an edition, signed with the key of today, that says what the configuration says. */
export async function ensureEdition(sql: Sql, deps: EditionDeps): Promise<void> {
  await sql.begin((tx) => publishEdition(tx, deps))
}
