import { lockAccountsOf } from '../ledger/ledger.sql.ts'
import { bigintArray, intArray, jsonArray, textArray, timeArray, uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

/** What one request names, in the form in which the tables know it. At most one of the last four is set. */
export type Lookup = {
  tokenHash: Buffer
  idempotencyKey: string
  phone: string | null
  nmid: string | null
  qrReference: string | null
  checkoutId: string | null
}

const hexArray = (values: Buffer[]) => textArray(values.map((value) => value.toString('hex')))

const wanted = (db: Db, lookups: Lookup[]) => db`
  unnest(
    ${hexArray(lookups.map((lookup) => lookup.tokenHash))}::text[], ${textArray(lookups.map((lookup) => lookup.idempotencyKey))}::text[],
    ${textArray(lookups.map((lookup) => lookup.phone))}::text[], ${textArray(lookups.map((lookup) => lookup.nmid))}::text[],
    ${textArray(lookups.map((lookup) => lookup.qrReference))}::text[], ${uuidArray(lookups.map((lookup) => lookup.checkoutId))}::uuid[]
  ) with ordinality w (token_hash, idempotency_key, phone, nmid, qr_reference, checkout_id, place)`

/**
 * Locks every account that the requests may move, in the one order, and answers their figures: those that are known, and
 * those that `lookups` lead to. The account that takes fees is among them only where there are fees to take: every batch
 * would wait for it.
 */
export function lockInvolvedAccounts(tx: Tx, known: Iterable<string>, lookups: Lookup[], withFees: boolean) {
  return lockAccountsOf(
    tx,
    tx`
      with w as materialized (select * from ${wanted(tx, lookups)})
      select unnest(${uuidArray([...known])}::uuid[])
      union select c.account_id from w
        cross join lateral (select customer_id from session where token_hash = decode(w.token_hash, 'hex') limit 1) s
        cross join lateral (select account_id from customer where id = s.customer_id limit 1) c
      union select c.account_id from w cross join lateral (select account_id from customer where phone = w.phone limit 1) c
      union select m.account_id from w join merchant m on m.nmid = w.nmid
      union select m.account_id from w join checkout k on k.id = w.checkout_id join merchant m on m.id = k.merchant_id
      union select m.account_id from w join checkout k on k.qr_reference = w.qr_reference join merchant m on m.id = k.merchant_id
      union select id from ledger.account where ${withFees} and purpose = 'fees' and owner_id is null and currency = 'IDR'`,
  )
}

/** Locks the checkouts that the requests would pay, so that one of them is paid once. */
export async function lockCheckouts(tx: Tx, lookups: Lookup[]): Promise<void> {
  const ids = lookups.map((lookup) => lookup.checkoutId).filter((id) => id !== null)
  const references = lookups.map((lookup) => lookup.qrReference).filter((reference) => reference !== null)
  if (ids.length + references.length === 0) return
  await tx`
    select 1 from checkout where id = any (${uuidArray(ids)}::uuid[]) or qr_reference = any (${textArray(references)}::text[])
    order by id for update`
}

/** One row for each request, in its order; parts that do not exist are null. */
export type FactsRow = {
  customer_id: string | null
  customer_name: string
  account_id: string
  customer_state: 'active' | 'frozen' | 'under_review'
  state_since: Date
  state_by: 'customer' | 'staff'
  pin_digest: Buffer
  pin_tries: number
  pin_locked_until: Date | null
  limitPerPaymentMinor: bigint | null
  limitPerDayMinor: bigint | null
  limitUntil: Date | null
  day: string | null
  spent: bigint
  last_payee_id: string
  last_amount: bigint
  last_at: Date
  person_id: string | null
  person_name: string
  person_account_id: string
  merchant_id: string | null
  merchant_name: string
  merchant_city: string
  merchant_account_id: string
  merchant_state: 'open' | 'closed'
  accepts_wallet: boolean
  checkout_id: string | null
  checkout_amount: bigint
  checkout_state: 'open' | 'paid' | 'cancelled'
  checkout_expires_at: Date
  checkout_closed_at: Date | null
  checkout_payer_id: string | null
  checkout_reference: string
  return_url: string | null
  known_id: string | null
  known_digest: Buffer
  known_state: NewPayment['state']
}

/**
 * Everything that decisions need, in one query. A session that has ended or run out counts as none. Each table is asked
 * for the one row of a request, which PostgreSQL takes literally: joined freely, a plan that was made while the tables
 * were small reads them whole for every batch, until somebody counts them anew.
 */
export async function selectFacts(db: Db, lookups: Lookup[], now: Date): Promise<FactsRow[]> {
  return db<FactsRow[]>`
    select c.id as customer_id, c.name as customer_name, c.account_id, c.state as customer_state, c.state_since, c.state_by,
      c.pin_digest, c.pin_tries, c.pin_locked_until, c.limit_per_payment as "limitPerPaymentMinor",
      c.limit_per_day as "limitPerDayMinor", c.limit_until as "limitUntil",
      sp.day::text as day, sp.amount as spent, sp.last_payee_id, sp.last_amount, sp.last_at,
      p.id as person_id, p.name as person_name, p.account_id as person_account_id,
      m.id as merchant_id, m.name as merchant_name, m.city as merchant_city, m.account_id as merchant_account_id,
      m.state as merchant_state, m.accepts_wallet,
      k.id as checkout_id, k.amount as checkout_amount, k.state as checkout_state, k.expires_at as checkout_expires_at,
      k.closed_at as checkout_closed_at, k.payer_id as checkout_payer_id, k.reference as checkout_reference, k.return_url,
      known.id as known_id, known.digest as known_digest, known.state as known_state
    from ${wanted(db, lookups)}
    left join lateral (
      select customer_id from session
      where token_hash = decode(w.token_hash, 'hex') and ended_at is null and expires_at > ${now} limit 1
    ) s on true
    left join lateral (select * from customer where id = s.customer_id limit 1) c on true
    left join lateral (select * from spending where customer_id = c.id limit 1) sp on true
    left join lateral (select * from customer where phone = w.phone limit 1) p on true
    left join lateral (
      select * from checkout
      where id = coalesce(w.checkout_id, (select id from checkout where qr_reference = w.qr_reference)) limit 1
    ) k on true
    left join lateral (
      select * from merchant where id = coalesce(k.merchant_id, (select id from merchant where nmid = w.nmid)) limit 1
    ) m on true
    left join lateral (
      select id, digest, state from payment where customer_id = c.id and idempotency_key = w.idempotency_key limit 1
    ) known on true
    order by w.place`
}

/** As stored: the checks in their order, `[name, figures]` or the bare name; the last one failed where there is a refusal. */
export type StoredDecision = {
  checks: (string | [string, Record<string, unknown>])[]
  refusal: { code: string; figures: unknown } | null
}

export type NewPayment = {
  customerId: string
  id: string
  kind: 'send' | 'shop' | 'top_up'
  state: 'paid' | 'refused' | 'abandoned'
  payeeId: string | null
  merchantId: string | null
  checkoutId: string | null
  counterparty: string | null
  payerName: string
  amountMinor: bigint | null
  feeMinor: bigint | null
  merchantFeeMinor: bigint | null
  note: string | null
  decision: StoredDecision
  entryId: string | null
  balanceAfterMinor: bigint | null
  at: Date
  idempotencyKey: string
  digest: Buffer
}

export async function insertPayments(db: Db, payments: NewPayment[]): Promise<void> {
  if (payments.length === 0) return
  const column = <T>(pick: (payment: NewPayment) => T) => payments.map(pick)
  await db`
    insert into payment (customer_id, id, kind, state, payee_id, merchant_id, checkout_id, counterparty, payer_name, amount, fee,
      merchant_fee, currency, note, refusal, decision, entry_id, balance_after, at, idempotency_key, digest)
    select n.customer_id, n.id, n.kind, n.state, n.payee_id, n.merchant_id, n.checkout_id, n.counterparty, n.payer_name, n.amount,
      n.fee, n.merchant_fee, 'IDR', n.note, n.refusal, n.decision::json, n.entry_id, n.balance_after, n.at, n.idempotency_key,
      decode(n.digest, 'hex')
    from unnest(
      ${uuidArray(column((p) => p.customerId))}::uuid[], ${uuidArray(column((p) => p.id))}::uuid[],
      ${textArray(column((p) => p.kind))}::text[], ${textArray(column((p) => p.state))}::text[],
      ${uuidArray(column((p) => p.payeeId))}::uuid[], ${uuidArray(column((p) => p.merchantId))}::uuid[],
      ${uuidArray(column((p) => p.checkoutId))}::uuid[], ${textArray(column((p) => p.counterparty))}::text[],
      ${textArray(column((p) => p.payerName))}::text[], ${bigintArray(column((p) => p.amountMinor))}::bigint[],
      ${bigintArray(column((p) => p.feeMinor))}::bigint[], ${bigintArray(column((p) => p.merchantFeeMinor))}::bigint[],
      ${textArray(column((p) => p.note))}::text[], ${textArray(column((p) => p.decision.refusal?.code ?? null))}::text[],
      ${jsonArray(column((p) => p.decision))}::text[], ${uuidArray(column((p) => p.entryId))}::uuid[],
      ${bigintArray(column((p) => p.balanceAfterMinor))}::bigint[], ${timeArray(column((p) => p.at))}::timestamptz[],
      ${textArray(column((p) => p.idempotencyKey))}::text[], ${hexArray(column((p) => p.digest))}::text[]
    ) n (customer_id, id, kind, state, payee_id, merchant_id, checkout_id, counterparty, payer_name, amount, fee, merchant_fee, note,
      refusal, decision, entry_id, balance_after, at, idempotency_key, digest)`
}

export type SpentRow = {
  customerId: string
  day: string
  amountMinor: bigint
  lastPayeeId: string
  lastAmountMinor: bigint
  lastAt: Date
}

export async function upsertSpending(tx: Tx, rows: SpentRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    insert into spending (customer_id, day, amount, currency, last_payee_id, last_amount, last_at)
    select n.customer_id, n.day, n.amount, 'IDR', n.last_payee_id, n.last_amount, n.last_at
    from unnest(
      ${uuidArray(rows.map((row) => row.customerId))}::uuid[], ${textArray(rows.map((row) => row.day))}::text[]::date[],
      ${bigintArray(rows.map((row) => row.amountMinor))}::bigint[], ${uuidArray(rows.map((row) => row.lastPayeeId))}::uuid[],
      ${bigintArray(rows.map((row) => row.lastAmountMinor))}::bigint[], ${timeArray(rows.map((row) => row.lastAt))}::timestamptz[]
    ) n (customer_id, day, amount, last_payee_id, last_amount, last_at)
    on conflict (customer_id) do update set day = greatest(spending.day, excluded.day), amount = excluded.amount,
      last_payee_id = excluded.last_payee_id, last_amount = excluded.last_amount, last_at = excluded.last_at`
}

export type PinRow = { customerId: string; tries: number; lockedUntil: Date | null }

export async function updatePins(tx: Tx, rows: PinRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update customer c set pin_tries = n.tries, pin_locked_until = n.locked_until
    from unnest(
      ${uuidArray(rows.map((row) => row.customerId))}::uuid[], ${intArray(rows.map((row) => row.tries))}::int[],
      ${timeArray(rows.map((row) => row.lockedUntil))}::timestamptz[]
    ) n (id, tries, locked_until)
    where c.id = n.id`
}

export type PaidCheckout = { id: string; paymentId: string; payerId: string; at: Date }

export async function markCheckoutsPaid(tx: Tx, rows: PaidCheckout[]): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update checkout k set state = 'paid', closed_at = n.at, payment_id = n.payment_id, payer_id = n.payer_id
    from unnest(
      ${uuidArray(rows.map((row) => row.id))}::uuid[], ${uuidArray(rows.map((row) => row.paymentId))}::uuid[],
      ${uuidArray(rows.map((row) => row.payerId))}::uuid[], ${timeArray(rows.map((row) => row.at))}::timestamptz[]
    ) n (id, payment_id, payer_id, at)
    where k.id = n.id and k.state = 'open'`
}
