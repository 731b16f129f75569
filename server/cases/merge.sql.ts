import { casePriority } from '../../contract/cases.ts'
import { intArray, textArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What of a timeline is conversation: it goes along when a case is merged or split. */
const conversation = (db: Db, caseId: string, seqs: readonly number[] | undefined) => db`
  e.case_id = ${caseId} and e.kind in ('message', 'note')
  and ${seqs === undefined ? db`true` : db`e.seq = any(${intArray(seqs)}::int[])`}`

export async function countConversation(db: Db, caseId: string, seqs?: readonly number[]): Promise<number> {
  const [row] = await db<{ count: number }[]>`
    select count(*)::int as count from case_event e where ${conversation(db, caseId, seqs)}`
  return row!.count
}

/**
 * Adds the conversation of one case to the end of another, as it was said and when, each entry with where it stood first.
 * What stands there already, from an earlier splitting, is not added twice. Answers the new last number. Files that were
 * shown go along.
 */
export async function copyConversation(
  tx: Tx,
  copy: { from: string; to: string; now: Date; seqs?: readonly number[] },
): Promise<number> {
  const { from, to, now, seqs } = copy
  const [row] = await tx<{ lastSeq: number }[]>`
    with chosen as (
      select e.*, row_number() over (order by e.seq)::int as ord from case_event e
      where ${conversation(tx, from, seqs)} and e.origin_case_id is distinct from ${to}::uuid
        and not exists (
          select 1 from case_event t where t.case_id = ${to}
            and t.origin_case_id = coalesce(e.origin_case_id, e.case_id) and t.origin_seq = coalesce(e.origin_seq, e.seq))
    ), grown as (
      update support_case c set last_seq = c.last_seq + (select count(*) from chosen), updated_at = ${now},
        last_message = coalesce(
          (select left(text, 140) from chosen where kind = 'message' and text is not null order by seq desc limit 1), c.last_message)
      where c.id = ${to} returning c.last_seq as new_last
    ), added as (
      insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name, text, files, payment_id, action, origin_case_id, origin_seq)
      select ${to}::uuid, new_last - (select count(*) from chosen)::int + ord, at, kind, author_kind, author_id, author_name, text, files,
        payment_id, action, coalesce(origin_case_id, case_id), coalesce(origin_seq, seq)
      from chosen, grown
    ), shown as (
      insert into case_file (case_id, file_id, internal)
      select distinct ${to}::uuid, (one.value ->> 'id')::uuid, chosen.kind = 'note'
      from chosen cross join lateral jsonb_array_elements(chosen.files) one
      on conflict do nothing
    )
    select new_last as "lastSeq" from grown`
  return row!.lastSeq
}

/** Where a case goes on that was merged; what had been merged into it follows. */
export async function storeMerged(tx: Tx, caseId: string, intoId: string): Promise<void> {
  await tx`update support_case set merged_into = ${intoId} where id = ${caseId} or merged_into = ${caseId}`
}

/** Since when the person waits for an answer: the longer wait of the two counts. */
export async function takeOverWait(tx: Tx, fromId: string, toId: string): Promise<void> {
  await tx`
    update support_case set waiting_since = least(waiting_since, (select waiting_since from support_case where id = ${fromId}))
    where id = ${toId}`
}

/** Since when the person waits in a case that was split off: since they first said what moved along. */
export async function storeAsked(tx: Tx, caseId: string): Promise<void> {
  await tx`
    update support_case set waiting_since = least(waiting_since, (
      select min(at) from case_event
      where case_id = ${caseId} and origin_case_id is not null and kind = 'message' and author_kind = 'customer'))
    where id = ${caseId}`
}

/** From the least to the most. */
const urgencies = textArray(casePriority.options)

/**
 * What the case is linked to goes along: payments and the like, so that news of their money is told where the
 * conversation is, and cases that were linked by hand, in both directions. The case's own payment becomes the other's where
 * that has none; the more urgent of the two marks counts.
 */
export async function carryLinks(tx: Tx, fromId: string, toId: string): Promise<void> {
  await tx`
    with kept as (
      select k.kind from case_link_kind k left join case_link_kind i on i.kind = k.inverse
      where k.target <> 'case' or k.by_hand or i.by_hand)
    insert into case_link (case_id, kind, target_id, at, by_name)
    select ${toId}::uuid, kind, target_id, at, by_name from case_link
    where case_id = ${fromId} and target_id <> ${toId} and kind in (select kind from kept)
    union all
    select case_id, kind, ${toId}::uuid, at, by_name from case_link
    where target_id = ${fromId} and case_id <> ${toId} and kind in (select kind from kept)
    on conflict do nothing`
  await tx`
    update support_case t set payment_id = coalesce(t.payment_id, f.payment_id),
      priority = case when array_position(${urgencies}::text[], f.priority) > array_position(${urgencies}::text[], t.priority)
        then f.priority else t.priority end
    from support_case f where f.id = ${fromId} and t.id = ${toId}`
}
