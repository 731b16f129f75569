import type { Db } from '../platform/database.ts'
import type { RequestRow } from './action-request.sql.ts'

/** Requests of each kind shown at once. */
const requestsShown = 50

/** A request as whoever decides, or has asked, reads it. */
export type AskedRow = RequestRow & {
  customerName: string
  number: string
  decidedByName: string | null
  decidedAt: Date | null
  decisionReason: string | null
}

const columns = (db: Db) => db`
  r.id, r.customer_id as "customerId", customer.name as "customerName", customer.phone as "customerPhone", r.case_id as "caseId", c.number, r.action, r.details,
  r.reason, r.asked_by as "askedBy", asker.name as "askedByName", r.asked_at as "askedAt", r.state, r.expires_at as "expiresAt",
  decider.name as "decidedByName", r.decided_at as "decidedAt", r.decision_reason as "decisionReason"`

const fromRequests = (db: Db) => db`
  from action_request r join customer on customer.id = r.customer_id join support_case c on c.id = r.case_id
  join staff asker on asker.id = r.asked_by left join staff decider on decider.id = r.decided_by`

/** `askedBy` null: of everybody. */
const ofAsker = (db: Db, askedBy: string | null) => (askedBy === null ? db`` : db`and r.asked_by = ${askedBy}`)

/** Still to be decided, the oldest first. */
export async function selectWaiting(db: Db, askedBy: string | null, now: Date): Promise<AskedRow[]> {
  return db<AskedRow[]>`
    select ${columns(db)} ${fromRequests(db)}
    where r.state = 'waiting' and r.expires_at > ${now} ${ofAsker(db, askedBy)} order by r.asked_at limit ${requestsShown}`
}

/** Decided, or lapsed because nobody did, the newest first. */
export async function selectEnded(db: Db, askedBy: string | null, since: Date, now: Date): Promise<AskedRow[]> {
  return db<AskedRow[]>`
    select ${columns(db)} ${fromRequests(db)}
    where r.asked_at > ${since} and (r.state <> 'waiting' or r.expires_at <= ${now}) ${ofAsker(db, askedBy)}
    order by coalesce(r.decided_at, r.expires_at) desc limit ${requestsShown}`
}

/** Decisions on what this person asked for, that they have not seen. */
export async function selectUnseenOutcomes(db: Db, askedBy: string, since: Date): Promise<AskedRow[]> {
  return db<AskedRow[]>`
    select ${columns(db)} ${fromRequests(db)}
    where r.asked_by = ${askedBy} and r.asked_at > ${since} and r.state in ('approved', 'rejected') and r.outcome_seen_at is null
    order by r.decided_at desc limit ${requestsShown}`
}

/** Answers whether there was something new. */
export async function updateOutcomesSeen(db: Db, askedBy: string, now: Date): Promise<boolean> {
  const seen = await db`
    update action_request set outcome_seen_at = ${now}
    where asked_by = ${askedBy} and state in ('approved', 'rejected') and outcome_seen_at is null`
  return seen.count > 0
}

export async function selectAsked(db: Db, id: string): Promise<AskedRow | undefined> {
  const [row] = await db<AskedRow[]>`select ${columns(db)} ${fromRequests(db)} where r.id = ${id}`
  return row
}
