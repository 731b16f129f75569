import type { DatabaseSync } from 'node:sqlite'
import { inTransaction, openDatabase } from '../database.ts'
import type { Segment } from './segment.ts'

/** Last messages kept, and pieces kept that may still wait for their neighbours or their receipt. */
const MESSAGES_KEPT = 5_000
const PIECES_KEPT = 10_000
/** Pieces of one message that never became whole stop waiting after this. */
const PIECE_WAIT_MS = 24 * 3_600_000
const RECEIPTS_PER_ROUND = 100

const schema = `
  create table if not exists messages (
    id integer primary key autoincrement,
    recipient text not null,
    sender text not null,
    body text not null,
    segments integer not null,
    received_at integer not null
  ) strict;
  create index if not exists messages_by_recipient on messages (recipient, id);
  create table if not exists pieces (
    message_id text primary key,
    recipient text not null,
    sender text not null,
    reference integer not null,
    total integer not null,
    number integer not null,
    -- UTF-16, because a split may fall between the halves of one character
    body blob not null,
    joined integer not null default 0,
    receipt text not null check (receipt in ('none', 'owed', 'given')),
    submitted_at integer not null
  ) strict;
  create index if not exists pieces_waiting on pieces (recipient, sender, reference, total) where joined = 0;
  create index if not exists pieces_owed on pieces (submitted_at) where receipt = 'owed';
  create table if not exists switches (name text primary key, is_on integer not null) strict;
`

export interface Message {
  id: number
  to: string
  from: string
  text: string
  segments: number
  receivedAt: Date
}

export interface Piece {
  messageId: string
  to: string
  from: string
  segment: Segment
  text: string
  receiptWanted: boolean
  submittedAt: Date
}

export interface OwedReceipt {
  messageId: string
  to: string
  from: string
  text: string
  submittedAt: Date
}

export type MessageStore = ReturnType<typeof openMessageStore>

export function openMessageStore(dir: string) {
  const database = openDatabase(dir, 'sms', schema)
  return {
    store: (piece: Piece) => inTransaction(database, () => storePiece(database, piece)),
    list: (recipient: string | null, limit: number) => listMessages(database, recipient, limit),
    owedReceipts: () => listOwed(database),
    receiptGiven(messageId: string): void {
      database.prepare(`update pieces set receipt = 'given' where message_id = ?`).run(messageId)
    },
    throttled: () =>
      database.prepare(`select 1 from switches where name = 'throttled' and is_on = 1`).get() !== undefined,
    setThrottled(on: boolean): void {
      database
        .prepare(`insert into switches values ('throttled', ?) on conflict (name) do update set is_on = excluded.is_on`)
        .run(on ? 1 : 0)
    },
    close: () => database.close(),
  }
}

/** Stores a piece and, when it completes a message, the message; a piece sent again replaces its earlier self. */
function storePiece(database: DatabaseSync, piece: Piece): void {
  const { to, from, segment } = piece
  const place = [to, from, segment.reference, segment.total] as const
  const since = piece.submittedAt.getTime() - PIECE_WAIT_MS
  database
    .prepare(
      `update pieces set joined = 1 where joined = 0 and recipient = ? and sender = ? and reference = ? and total = ?
       and (number = ? or submitted_at < ?)`,
    )
    .run(...place, segment.number, since)
  database
    .prepare(
      `insert into pieces (message_id, recipient, sender, reference, total, number, body, receipt, submitted_at)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      piece.messageId,
      ...place,
      segment.number,
      Buffer.from(piece.text, 'utf16le'),
      piece.receiptWanted ? 'owed' : 'none',
      piece.submittedAt.getTime(),
    )
  const waiting = database
    .prepare(
      `select message_id, body from pieces where joined = 0 and recipient = ? and sender = ? and reference = ? and total = ?
       order by number`,
    )
    .all(...place) as { message_id: string; body: Uint8Array }[]
  if (waiting.length < segment.total) return
  const text = Buffer.concat(waiting.map((row) => row.body)).toString('utf16le')
  database
    .prepare('insert into messages (recipient, sender, body, segments, received_at) values (?, ?, ?, ?, ?)')
    .run(to, from, text.toWellFormed(), segment.total, piece.submittedAt.getTime())
  for (const row of waiting) database.prepare('update pieces set joined = 1 where message_id = ?').run(row.message_id)
  trim(database)
}

function trim(database: DatabaseSync): void {
  database.prepare('delete from messages where id <= (select max(id) from messages) - ?').run(MESSAGES_KEPT)
  database.prepare('delete from pieces where rowid <= (select max(rowid) from pieces) - ?').run(PIECES_KEPT)
}

function listMessages(database: DatabaseSync, recipient: string | null, limit: number): Message[] {
  const rows = database
    .prepare('select * from messages where ?1 is null or recipient = ?1 order by id desc limit ?2')
    .all(recipient, limit) as unknown as {
    id: number
    recipient: string
    sender: string
    body: string
    segments: number
    received_at: number
  }[]
  return rows.map((row) => ({
    id: row.id,
    to: row.recipient,
    from: row.sender,
    text: row.body,
    segments: row.segments,
    receivedAt: new Date(row.received_at),
  }))
}

function listOwed(database: DatabaseSync): OwedReceipt[] {
  const rows = database
    .prepare(`select * from pieces where receipt = 'owed' order by submitted_at limit ?`)
    .all(RECEIPTS_PER_ROUND) as unknown as {
    message_id: string
    recipient: string
    sender: string
    body: Uint8Array
    submitted_at: number
  }[]
  return rows.map((row) => ({
    messageId: row.message_id,
    to: row.recipient,
    from: row.sender,
    text: Buffer.from(row.body).toString('utf16le').toWellFormed(),
    submittedAt: new Date(row.submitted_at),
  }))
}
