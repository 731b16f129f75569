import type { ActionName } from '../../contract/console.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What was asked, as JSON keeps it: amounts in minor units as text. */
export type RequestDetails = { perPaymentMinor: string; perDayMinor: string; days: number }

export type RequestRow = {
  id: string
  customerId: string
  customerPhone: string | null
  caseId: string
  action: ActionName
  details: RequestDetails
  reason: string
  askedBy: string
  askedByName: string
  askedAt: Date
  state: 'waiting' | 'approved' | 'rejected' | 'lapsed'
  expiresAt: Date
}

const columns = (db: Db) => db`
  r.id, r.customer_id as "customerId", (select phone from customer where id = r.customer_id) as "customerPhone", r.case_id as "caseId", r.action, r.details, r.reason, r.asked_by as "askedBy",
  staff.name as "askedByName", r.asked_at as "askedAt", r.state, r.expires_at as "expiresAt"`

export async function insertRequest(
  tx: Tx,
  request: Pick<
    RequestRow,
    'id' | 'customerId' | 'caseId' | 'action' | 'details' | 'reason' | 'askedBy' | 'askedAt' | 'expiresAt'
  >,
): Promise<void> {
  await tx`
    insert into action_request (customer_id, id, case_id, action, details, reason, asked_by, asked_at, expires_at)
    values (${request.customerId}, ${request.id}, ${request.caseId}, ${request.action},
      ${JSON.stringify(request.details)}::text::jsonb, ${request.reason}, ${request.askedBy}, ${request.askedAt},
      ${request.expiresAt})`
}

/** Those that nobody decided in time make room for new ones. */
export async function lapseRequests(tx: Tx, customerId: string, now: Date): Promise<void> {
  await tx`
    update action_request set state = 'lapsed' where customer_id = ${customerId} and state = 'waiting' and expires_at <= ${now}`
}

export async function selectRequest(db: Db, id: string): Promise<RequestRow | undefined> {
  const [row] = await db<RequestRow[]>`
    select ${columns(db)} from action_request r join staff on staff.id = r.asked_by where r.id = ${id}`
  return row
}

export async function lockRequest(tx: Tx, customerId: string, id: string): Promise<RequestRow | undefined> {
  const [row] = await tx<RequestRow[]>`
    select ${columns(tx)} from action_request r join staff on staff.id = r.asked_by
    where r.customer_id = ${customerId} and r.id = ${id} for update of r`
  return row
}

export async function updateDecided(
  tx: Tx,
  decision: { customerId: string; id: string; state: 'approved' | 'rejected'; by: string; reason: string; at: Date },
): Promise<void> {
  await tx`
    update action_request set state = ${decision.state}, decided_by = ${decision.by}, decided_at = ${decision.at},
      decision_reason = ${decision.reason}
    where customer_id = ${decision.customerId} and id = ${decision.id}`
}

/** Requests about one customer that wait. */
export async function selectWaitingOf(db: Db, customerId: string, now: Date): Promise<RequestRow[]> {
  return db<RequestRow[]>`
    select ${columns(db)} from action_request r join staff on staff.id = r.asked_by
    where r.customer_id = ${customerId} and r.state = 'waiting' and r.expires_at > ${now} order by r.asked_at`
}
