import type { TimelineEvent } from '../../contract/chat.ts'
import { textArray, uuidArray } from '../platform/arrays.ts'
import type { Db } from '../platform/database.ts'

/** One message or note on its way into a timeline. */
export type MessageItem = {
  caseId: string
  /** Without name for customers: theirs stands with their account. */
  author: { kind: 'customer' | 'agent'; id: string; name: string | null }
  /** A note, for colleagues only. */
  internal: boolean
  /** A supervisor, who may answer in anybody's conversation. */
  oversees: boolean
  clientId: string
  text: string
  fileIds: readonly string[]
}

/** What became of one item. `stored` carries its number; everything else stored nothing. */
export type Verdict = 'stored' | 'repeat' | 'not_found' | 'no_session' | 'case_closed' | 'not_yours'
export type StoredMessage = {
  verdict: Verdict
  seq: number | null
  authorName: string | null
  files: TimelineEvent['files']
  agentId: string | null
}

/**
 * Judges and stores messages of many cases in one transaction (see 0009_store_messages.sql). Items are distinct by
 * case, author and client id. Outcomes come in the order of the items.
 */
export async function storeMessages(db: Db, items: readonly MessageItem[], now: Date): Promise<StoredMessage[]> {
  // Stable: the messages of one case stay in their order.
  const order = items.map((_, index) => index).sort((a, b) => compare(items[a]!.caseId, items[b]!.caseId))
  const sorted = order.map((index) => items[index]!)
  const rows = await db<StoredMessage[]>`
    select verdict, seq, author_name as "authorName", files, agent_id as "agentId" from store_messages(
      ${uuidArray(sorted.map((item) => item.caseId))}::uuid[], ${textArray(sorted.map((item) => item.author.kind))}::text[],
      ${uuidArray(sorted.map((item) => item.author.id))}::uuid[], ${textArray(sorted.map((item) => item.author.name))}::text[],
      ${textArray(sorted.map((item) => String(item.internal)))}::text[]::boolean[],
      ${textArray(sorted.map((item) => String(item.oversees)))}::text[]::boolean[],
      ${textArray(sorted.map((item) => item.clientId))}::text[], ${textArray(sorted.map((item) => item.text))}::text[],
      ${textArray(sorted.map((item) => `{${item.fileIds}}`))}::text[], ${now})`
  const stored: StoredMessage[] = Array(items.length)
  for (const [place, index] of order.entries()) stored[index] = rows[place]!
  return stored
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
