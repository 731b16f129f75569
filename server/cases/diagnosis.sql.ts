import type { Db, Tx } from '../platform/database.ts'
import type { Fact } from './diagnosis.ts'

export type CaseForDiagnosis = {
  topic: string
  category: string
  paymentId: string | null
  customerId: string
  openedAt: Date
}

export async function readCaseForDiagnosis(db: Db, caseId: string): Promise<CaseForDiagnosis | undefined> {
  const [row] = await db<CaseForDiagnosis[]>`
    select topic, category, payment_id as "paymentId", customer_id as "customerId", opened_at as "openedAt"
    from support_case where id = ${caseId}`
  return row
}

export type RecentPayment = {
  id: string
  kind: 'send' | 'shop' | 'top_up'
  state: 'paid' | 'refused' | 'abandoned'
  refusal: string | null
  payeeId: string | null
  merchantId: string | null
  amountMinor: bigint | null
  at: Date
  /** Nothing was paid to this payee before. */
  firstToPayee: boolean
}

/** What the customer did lately, newest first, and the case's own payment whatever its age. */
export async function readRecentPayments(
  db: Db,
  customerId: string,
  of: { since: Date; paymentId: string | null; limit: number },
): Promise<RecentPayment[]> {
  return db<RecentPayment[]>`
    with lately as (
      select id from payment where customer_id = ${customerId} and at > ${of.since} order by id desc limit ${of.limit}
    ), recent as (
      select * from payment where customer_id = ${customerId} and (id in (select id from lately) or id = ${of.paymentId}))
    select p.id, p.kind, p.state, p.refusal, p.payee_id as "payeeId", p.merchant_id as "merchantId", p.amount as "amountMinor", p.at,
      p.state = 'paid' and p.kind = 'send' and not exists (
        select 1 from payment earlier where earlier.customer_id = p.customer_id and earlier.payee_id = p.payee_id
          and earlier.state = 'paid' and earlier.id < p.id) as "firstToPayee"
    from recent p order by p.id desc`
}

/** State of the customer's account number for adding money; undefined where none was opened. */
export async function readTopUpAccount(db: Db, customerId: string): Promise<string | undefined> {
  const [row] = await db<{ state: string }[]>`select state from virtual_account where customer_id = ${customerId}`
  return row?.state
}

/** When the newest device was signed in for the first time, where the customer had others before. */
export async function readNewDeviceSince(db: Db, customerId: string): Promise<Date | undefined> {
  const [row] = await db<{ startedAt: Date }[]>`
    select min(started_at) as "startedAt" from session where customer_id = ${customerId}
    group by device having min(started_at) > (select min(started_at) from session where customer_id = ${customerId})
    order by 1 desc limit 1`
  return row?.startedAt
}

type Kept = { rule: string; verdict: 'accepted' | 'rejected' | null }

/** Keeps what is proposed for the first time; answers the verdicts so far. */
export async function keepProposals(
  db: Db,
  caseId: string,
  proposals: readonly { rule: string; evidence: readonly Fact[] }[],
  now: Date,
): Promise<Map<string, Kept['verdict']>> {
  for (const { rule, evidence } of proposals)
    await db`
      insert into case_diagnosis (case_id, rule, evidence, proposed_at)
      values (${caseId}, ${rule}, ${JSON.stringify(evidence)}::text::jsonb, ${now}) on conflict do nothing`
  const kept = await db<Kept[]>`select rule, verdict from case_diagnosis where case_id = ${caseId}`
  return new Map(kept.map(({ rule, verdict }) => [rule, verdict]))
}

/** False where the rule was never proposed in this case. */
export async function storeVerdict(
  tx: Tx,
  of: { caseId: string; rule: string; verdict: 'accepted' | 'rejected'; staffId: string; now: Date },
): Promise<boolean> {
  const stored = await tx`
    update case_diagnosis set verdict = ${of.verdict}, decided_at = ${of.now}, decided_by = ${of.staffId}
    where case_id = ${of.caseId} and rule = ${of.rule} returning rule`
  return stored.length > 0
}

export type DiagnosisFigures = { rule: string; proposed: number; accepted: number; rejected: number }

export async function readDiagnosisFigures(db: Db, from: Date, to: Date): Promise<DiagnosisFigures[]> {
  return db<DiagnosisFigures[]>`
    select rule, count(*)::int as proposed, count(*) filter (where verdict = 'accepted')::int as accepted,
      count(*) filter (where verdict = 'rejected')::int as rejected
    from case_diagnosis where proposed_at >= ${from} and proposed_at < ${to} group by rule order by proposed desc, rule`
}
