import type { TimelineEvent } from '../../contract/chat.ts'
import { type Db, plainArray, textArray } from '../platform/database.ts'
import { signalChannel } from '../platform/signals.ts'

/** One message or note on its way into a timeline. */
export type MessageItem = {
  caseId: string
  authorKind: 'customer' | 'agent'
  authorId: string
  /** Null for customers: their name stands with their account. */
  authorName: string | null
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
 * Judges and stores many messages of many cases in one statement: locks the cases in the order of their ids, hands out
 * the numbers, adds the entries, keeps the inbox figures, and tells the other processes with one notice.
 *
 * Items are distinct by case, author and client id. A message that is being stored by somebody else at this very
 * moment violates `case_event_client`; a second call then finds it as a repeat.
 */
export async function storeMessages(
  db: Db,
  items: readonly MessageItem[],
  now: Date,
  from: string,
): Promise<StoredMessage[]> {
  return db<StoredMessage[]>`
    with item as (
      select * from unnest(
        ${plainArray(items.map((item) => item.caseId))}::uuid[], ${plainArray(items.map((item) => item.authorKind))}::text[],
        ${plainArray(items.map((item) => item.authorId))}::uuid[], ${textArray(items.map((item) => item.authorName))}::text[],
        ${plainArray(items.map((item) => String(item.internal)))}::boolean[],
        ${plainArray(items.map((item) => String(item.oversees)))}::boolean[],
        ${textArray(items.map((item) => item.clientId))}::text[], ${textArray(items.map((item) => item.text))}::text[],
        ${textArray(items.map((item) => plainArray(item.fileIds)))}::text[]
      ) with ordinality as item (case_id, author_kind, author_id, author_name, internal, oversees, client_id, text, file_ids, ord)
    ), locked as (
      select id, customer_id, state, last_seq from support_case
      where id in (select case_id from item) order by id for no key update
    ), judged as (
      select item.*, coalesce(item.author_name, customer.name) as name, locked.last_seq, known.seq as known_seq, session.agent_id,
        coalesce(shown.files, '[]') as files,
        case
          when locked.id is null then 'not_found'
          when item.author_kind = 'customer' and locked.customer_id <> item.author_id then 'not_found'
          when known.seq is not null then 'repeat'
          when item.file_ids <> '{}' and shown.count <> cardinality(item.file_ids::uuid[]) then 'not_found'
          when item.internal then 'stored'
          when locked.state = 'closed' then case item.author_kind when 'customer' then 'no_session' else 'case_closed' end
          when item.author_kind = 'customer' then case when session.id is null then 'no_session' else 'stored' end
          when session.agent_id = item.author_id or item.oversees then 'stored'
          else 'not_yours'
        end as verdict
      from item
      left join locked on locked.id = item.case_id
      left join customer on customer.id = locked.customer_id and item.author_kind = 'customer'
      left join support_session session on session.case_id = item.case_id and session.state <> 'ended'
      left join case_event known
        on known.case_id = item.case_id and known.author_id = item.author_id and known.client_id = item.client_id
      left join lateral (
        select count(*)::int as count, jsonb_agg(jsonb_build_object(
          'id', file.id, 'name', file.name, 'type', file.type, 'widthPx', file.width_px, 'heightPx', file.height_px)
          order by array_position(item.file_ids::uuid[], file.id)) as files
        from file where file.id = any(item.file_ids::uuid[]) and file.uploader_id = item.author_id
      ) shown on item.file_ids <> '{}'
    ), fresh as (
      select *, last_seq + row_number() over (partition by case_id order by ord)::int as seq from judged where verdict = 'stored'
    ), added as (
      insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name, client_id, text, files)
      select case_id, seq, ${now}::timestamptz, case when internal then 'note' else 'message' end, author_kind, author_id, name, client_id,
        nullif(text, ''), files
      from fresh
    ), shown_in as (
      insert into case_file (case_id, file_id, internal)
      select distinct case_id, unnest(file_ids::uuid[]), internal from fresh where file_ids <> '{}'
      on conflict do nothing
    ), newest as (
      select case_id, max(seq) as last_seq, (array_agg(agent_id))[1] as agent_id,
        (array_agg(left(text, 140) order by seq desc) filter (where not internal and text <> ''))[1] as last_message,
        (array_agg(author_kind order by seq desc) filter (where not internal))[1] as last_speaker
      from fresh group by case_id
    ), advanced as (
      update support_case c set last_seq = newest.last_seq, updated_at = ${now}::timestamptz,
        last_message = coalesce(newest.last_message, c.last_message),
        waiting_since = case newest.last_speaker when 'customer' then coalesce(c.waiting_since, ${now}::timestamptz) when 'agent' then null else c.waiting_since end
      from newest where c.id = newest.case_id
    ), told as (
      select pg_notify(${signalChannel}::text, '{"from":"' || ${from}::text || '","signals":[' || string_agg(
        '["case","' || case_id || '",' || last_seq || ',"' || coalesce(agent_id::text, '') || '"]', ',') || ']}')
      from newest having count(*) > 0
    )
    select judged.verdict, coalesce(judged.known_seq, fresh.seq) as seq, judged.name as "authorName", judged.files, judged.agent_id as "agentId",
      -- Asked for, so that the notice is sent.
      (select count(pg_notify)::int from told) as notices
    from judged left join fresh on fresh.ord = judged.ord
    order by judged.ord`
}
