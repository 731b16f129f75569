import { z } from 'zod'
import { money } from './money.ts'

const at = z.iso.datetime()
const count = z.int().min(0)
const none = z.object({})

/**
 * Every expected "no" of Dompet: its stable code, its HTTP status and the figures that explain it.
 * Words for people stand in web/ui/i18n, one text for each code, read alike by customer and agent.
 */
export const refusals = {
  // Wire and platform
  request_malformed: {
    status: 400,
    figures: z.object({ issues: z.array(z.object({ path: z.string(), message: z.string() })).max(20) }),
  },
  body_too_large: { status: 413, figures: z.object({ limitBytes: count }) },
  media_type_unsupported: { status: 415, figures: none },
  not_found: { status: 404, figures: none },
  rate_limited: { status: 429, figures: z.object({ retryAfterSeconds: count }) },
  origin_refused: { status: 403, figures: none },
  overloaded: { status: 503, figures: z.object({ retryAfterSeconds: count }) },
  /** The database is away. Whether what was asked took effect is unknown: ask again under the same key. */
  unavailable: { status: 503, figures: z.object({ retryAfterSeconds: count }) },
  internal: { status: 500, figures: none },
  idempotency_key_missing: { status: 400, figures: none },
  idempotency_key_reused: { status: 422, figures: none },

  // Who you are
  signin_required: { status: 401, figures: none },
  permission_missing: { status: 403, figures: z.object({ permission: z.string() }) },
  credentials_wrong: { status: 401, figures: z.object({ triesLeft: count }) },
  signin_locked: { status: 423, figures: z.object({ until: at }) },
  phone_invalid: { status: 422, figures: none },
  challenge_unknown: { status: 404, figures: none },
  challenge_expired: { status: 410, figures: none },
  code_wrong: { status: 422, figures: z.object({ triesLeft: count }) },
  code_tries_exhausted: { status: 429, figures: none },
  code_resend_too_soon: { status: 429, figures: z.object({ retryAfterSeconds: count }) },
  sms_unreachable: { status: 503, figures: none },
  password_weak: {
    status: 422,
    figures: z.object({
      reason: z.enum(['too_short', 'too_long', 'too_common', 'easy_to_guess', 'personal', 'repeated', 'used_before']),
      minimumLength: count,
    }),
  },
  pin_weak: { status: 422, figures: z.object({ reason: z.enum(['same_digits', 'sequence', 'birthday', 'phone']) }) },
  pin_missing: { status: 409, figures: none },

  // Money: the causes a payment can be refused for, in the order in which they are checked
  code_malformed: {
    status: 422,
    figures: z.object({
      /** `link_unknown`: a checkout's link behind which there is no request of a shop. */
      reason: z.enum(['not_qris', 'checksum', 'cut_off', 'field', 'currency', 'country', 'link_unknown']),
    }),
  },
  payee_unknown: { status: 404, figures: z.object({ payee: z.string() }) },
  payee_is_self: { status: 422, figures: none },
  code_expired: { status: 410, figures: z.object({ expiredAt: at, shop: z.string() }) },
  code_already_paid: { status: 409, figures: z.object({ paidAt: at, shop: z.string(), byYou: z.boolean() }) },
  code_cancelled: { status: 410, figures: z.object({ shop: z.string() }) },
  merchant_closed: { status: 422, figures: z.object({ shop: z.string() }) },
  merchant_not_accepting: { status: 422, figures: z.object({ shop: z.string() }) },
  account_frozen: { status: 423, figures: z.object({ since: at, by: z.enum(['customer', 'staff']) }) },
  account_under_review: { status: 423, figures: z.object({ since: at }) },
  pin_locked: { status: 423, figures: z.object({ until: at }) },
  pin_wrong: { status: 422, figures: z.object({ triesLeft: count }) },
  amount_not_payable: { status: 422, figures: z.object({ minimum: money, maximum: money }) },
  amount_differs: { status: 422, figures: z.object({ asked: money, offered: money }) },
  fee_changed: { status: 409, figures: z.object({ quoted: money, now: money }) },
  limit_per_payment: { status: 422, figures: z.object({ limit: money, amount: money }) },
  limit_per_day: {
    status: 422,
    figures: z.object({ limit: money, used: money, amount: money, left: money, renewsAt: at }),
  },
  balance_too_low: { status: 422, figures: z.object({ balance: money, needed: money, missing: money }) },
  payee_cannot_receive: { status: 422, figures: z.object({ payee: z.string() }) },
  /** Money that came and does not fit: kept for the customer. `state` is what became of it since. */
  balance_ceiling: {
    status: 422,
    figures: z.object({
      bank: z.string(),
      amount: money,
      balance: money,
      ceiling: money,
      /** `too_large`: more than the ceiling by itself, so it will never fit. */
      state: z.enum(['held', 'too_large', 'credited', 'returning', 'returned']),
    }),
  },
  possible_duplicate: { status: 409, figures: z.object({ paidAt: at, amount: money, payee: z.string() }) },
  attempt_abandoned: { status: 410, figures: none },
  bank_unreachable: { status: 503, figures: z.object({ bank: z.string() }) },
  bank_refused: { status: 422, figures: z.object({ bank: z.string(), bankCode: z.string() }) },

  // Ledger verbs used by themselves
  account_closed: { status: 422, figures: none },
  hold_not_open: { status: 409, figures: z.object({ state: z.string() }) },
  period_archived: { status: 410, figures: z.object({ readableFrom: at }) },
  period_too_long: { status: 422, figures: z.object({ maximumDays: count }) },

  // People
  case_closed: { status: 409, figures: none },
  guest_not_joined: {
    status: 409,
    figures: z.object({ reason: z.enum(['joined_elsewhere', 'over', 'other_device', 'nothing_said']) }),
  },
  session_already_claimed: { status: 409, figures: z.object({ agent: z.string() }) },
  agent_at_capacity: { status: 409, figures: z.object({ capacity: count }) },
  message_empty: { status: 422, figures: none },
  file_type_refused: { status: 415, figures: z.object({ allowed: z.array(z.string()) }) },
  file_too_large: { status: 413, figures: z.object({ limitBytes: count }) },
  /** The upload holds something that the operator's scanner knows to be harmful. */
  file_infected: { status: 422, figures: none },
  /** The operator's scanner is away; nothing is taken unchecked. */
  file_unchecked: { status: 503, figures: z.object({ retryAfterSeconds: count }) },
  action_not_possible: { status: 409, figures: z.object({ reason: z.string() }) },
  /** Somebody else's customer: say why, and the customer reads it. */
  reason_needed: { status: 403, figures: none },
  limit_outside: { status: 422, figures: z.object({ minimum: money, maximum: money }) },

  // Settings of the desk
  /** Somebody else changed it since it was read. */
  setting_changed: { status: 409, figures: none },
  setting_not_possible: {
    status: 422,
    figures: z.object({
      reason: z.enum([
        'name_taken',
        'code_taken',
        'time_zone',
        'hours_overlap',
        'helper_unknown',
        'member_unknown',
        'answers_topics',
        'helps_others',
        'stands_for_topic',
        'category_unknown',
        'base_promise',
        'last_criterion',
      ]),
    }),
  },

  // Reconciliation
  statement_unreadable: {
    status: 422,
    figures: z.object({ reason: z.enum(['xml', 'schema', 'content', 'sums', 'too_large']), line: count }),
  },
  statement_changed: { status: 409, figures: z.object({ statement: z.string(), day: z.iso.date() }) },
  statement_not_ours: { status: 422, figures: z.object({ reason: z.enum(['account', 'currency', 'day']) }) },
  second_person_needed: { status: 403, figures: none },
  correction_not_possible: {
    status: 422,
    figures: z.object({ reason: z.enum(['template', 'amount', 'balance', 'customer']) }),
  },

  // Help centre
  article_incomplete: { status: 422, figures: z.object({ faults: count }) },

  // Is it really us
  contact_is_ours: { status: 422, figures: none },
  case_code_wrong: { status: 422, figures: z.object({ triesLeft: count }) },

  checkout_not_open: { status: 409, figures: z.object({ state: z.string() }) },
} as const

export type RefusalCode = keyof typeof refusals
export type Figures<C extends RefusalCode> = z.infer<(typeof refusals)[C]['figures']>

/** An expected "no": a value, never thrown. */
export type Refusal<C extends RefusalCode = RefusalCode> = {
  [K in C]: { refused: K; figures: Figures<K> }
}[C]

/** Refusals that any route may give. */
export const commonRefusals = [
  'request_malformed',
  'body_too_large',
  'media_type_unsupported',
  'rate_limited',
  'origin_refused',
  'overloaded',
  'unavailable',
  'internal',
] as const satisfies readonly RefusalCode[]

/** A stored refusal, as the wire shows it to customer and agent. */
export const refusalShape = z.object({
  code: z.enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]]),
  figures: z.record(z.string(), z.unknown()),
})

/** RFC 9457 problem details, the body of every refusal. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: refusalShape.shape.code,
  figures: z.record(z.string(), z.unknown()),
  requestId: z.string(),
  /** The stored attempt that explains itself, where there is one. */
  paymentId: z.uuid().optional(),
})
export type Problem = z.infer<typeof problem>
