import type { TFunction } from 'i18next'
import type { Money } from '../../../contract/money.ts'
import type { Payment } from '../../../contract/payments.ts'
import type { RefusalCode } from '../../../contract/refusals.ts'
import type { Language } from '../i18n/language.ts'
import { formatMoney } from '../money.ts'
import { sayNumber } from '../phone.ts'
import { formatWhen, operatorZone } from '../time.ts'

/** The contract's refusals, and two that only the device can know. */
export type ExplainedCode = RefusalCode | 'offline' | 'no_answer'

/** Any "no" that can be explained: a RefusedError, a stored refusal of a payment, a refusal over the live connection. */
export type Explainable = {
  code: ExplainedCode
  figures: Record<string, unknown>
  /** Of a refused transaction: money for a person was not "paid" but "sent". */
  kind?: Payment['kind']
}

/** Where the next step leads. An app maps each to a screen or an action of its own. */
export type NextTarget =
  | 'add_money'
  | 'ask_person'
  | 'change_amount'
  | 'change_payee'
  | 'choose_file'
  | 'choose_password'
  | 'choose_pin'
  | 'close'
  | 'enter_pin'
  | 'home'
  | 'new_code'
  | 'next_person'
  | 'pay_again'
  | 'reload'
  | 'scan'
  | 'see_history'
  | 'see_limits'
  | 'sign_in'
  | 'try_again'

export type NextStep = { target: NextTarget; label: string; code: ExplainedCode; figures: Record<string, unknown> }

/** The four parts of every refusal, the same words for customer and agent. `meaning` chooses the sign beside `what`. */
export type Explanation = { meaning: 'bad' | 'warn'; what: string; why: string; next: NextStep; safe: string }

export type RefusalWords = { t: TFunction<'refusals'>; language: Language }

const nextTargets: Record<ExplainedCode, NextTarget> = {
  request_malformed: 'try_again',
  body_too_large: 'close',
  media_type_unsupported: 'reload',
  not_found: 'home',
  rate_limited: 'try_again',
  origin_refused: 'home',
  overloaded: 'try_again',
  unavailable: 'try_again',
  internal: 'try_again',
  idempotency_key_missing: 'try_again',
  idempotency_key_reused: 'see_history',
  signin_required: 'sign_in',
  permission_missing: 'close',
  credentials_wrong: 'try_again',
  signin_locked: 'ask_person',
  phone_invalid: 'change_payee',
  challenge_unknown: 'new_code',
  challenge_expired: 'new_code',
  code_wrong: 'try_again',
  code_tries_exhausted: 'new_code',
  code_resend_too_soon: 'close',
  sms_unreachable: 'try_again',
  password_weak: 'choose_password',
  pin_weak: 'choose_pin',
  pin_missing: 'choose_pin',
  code_malformed: 'scan',
  payee_unknown: 'change_payee',
  payee_is_self: 'change_payee',
  code_expired: 'scan',
  code_already_paid: 'see_history',
  code_cancelled: 'scan',
  merchant_closed: 'home',
  merchant_not_accepting: 'home',
  account_frozen: 'ask_person',
  account_under_review: 'ask_person',
  pin_locked: 'ask_person',
  pin_wrong: 'enter_pin',
  amount_not_payable: 'change_amount',
  amount_differs: 'change_amount',
  fee_changed: 'try_again',
  limit_per_payment: 'see_limits',
  limit_per_day: 'see_limits',
  balance_too_low: 'add_money',
  payee_cannot_receive: 'change_payee',
  balance_ceiling: 'ask_person',
  possible_duplicate: 'pay_again',
  attempt_abandoned: 'try_again',
  bank_unreachable: 'try_again',
  bank_refused: 'ask_person',
  account_closed: 'ask_person',
  hold_not_open: 'see_history',
  period_archived: 'ask_person',
  period_too_long: 'close',
  case_closed: 'ask_person',
  guest_not_joined: 'ask_person',
  session_already_claimed: 'next_person',
  agent_at_capacity: 'close',
  message_empty: 'close',
  file_type_refused: 'choose_file',
  file_too_large: 'choose_file',
  file_infected: 'choose_file',
  file_unchecked: 'try_again',
  action_not_possible: 'reload',
  reason_needed: 'close',
  limit_outside: 'change_amount',
  setting_changed: 'reload',
  setting_not_possible: 'close',
  statement_unreadable: 'choose_file',
  statement_changed: 'close',
  statement_not_ours: 'choose_file',
  second_person_needed: 'close',
  correction_not_possible: 'reload',
  article_incomplete: 'close',
  contact_is_ours: 'ask_person',
  case_code_wrong: 'try_again',
  checkout_not_open: 'close',
  offline: 'try_again',
  no_answer: 'try_again',
}

/** Where nothing was refused for good: a question, a pause, something still to fill in. Not told in red. */
const gentle: ReadonlySet<ExplainedCode> = new Set<ExplainedCode>([
  'possible_duplicate',
  'balance_ceiling',
  'fee_changed',
  'code_already_paid',
  'code_resend_too_soon',
  'rate_limited',
  'overloaded',
  'unavailable',
  'signin_required',
  'pin_missing',
  'message_empty',
  'file_unchecked',
  'reason_needed',
  'setting_changed',
  'session_already_claimed',
  'agent_at_capacity',
  'case_closed',
  'guest_not_joined',
  'period_archived',
  'period_too_long',
  'not_found',
  'offline',
  'no_answer',
])

/**
 * Says a refusal in four parts: what happened, why with its figures, what to do now, and whether the money is safe.
 * A code that this build does not know yet is told as `internal`, never shown raw.
 */
export function explainRefusal(words: RefusalWords, refusal: Explainable, now = new Date()): Explanation {
  const code = refusal.code in nextTargets ? refusal.code : 'internal'
  const figures = figureWords(words, refusal.figures, now)
  const say = (part: 'what' | 'why' | 'next' | 'safe', said = figures) =>
    words.t(`${code}.${part}` as 'internal.what', said)
  return {
    meaning: gentle.has(code) ? 'warn' : 'bad',
    what: say('what', refusal.kind === 'send' ? { ...figures, context: 'send' } : figures),
    why: say('why'),
    next: { target: nextTargets[code], label: say('next'), code, figures: refusal.figures },
    safe: say('safe'),
  }
}

/** What happened and why, where there is room for two sentences only. Chinese sentences take no space between them. */
export function explainBriefly(words: RefusalWords, refusal: Explainable): string {
  const { what, why } = explainRefusal(words, refusal)
  return words.language === 'zh' ? what + why : `${what} ${why}`
}

/** Figures as they are said: money and moments in the language, the rest as it is. `context` picks a finer "why". */
function figureWords(words: RefusalWords, figures: Record<string, unknown>, now: Date): Record<string, unknown> {
  const said: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(figures)) {
    if (isMoney(value)) said[name] = formatMoney(value, words.language)
    else if (isMoment(value)) said[name] = sayMoment(words, value, now)
    else if (name === 'payee') said[name] = sayNumber(String(value))
    else if (Array.isArray(value)) said[name] = value.map(fileKind).join(', ')
    else said[name] = value
  }
  if (typeof figures.retryAfterSeconds === 'number') said.wait = sayWait(words, figures.retryAfterSeconds)
  if (typeof figures.limitBytes === 'number') said.size = saySize(figures.limitBytes, words.language)
  if (typeof figures.triesLeft === 'number') said.count = figures.triesLeft
  const finer = figures.reason ?? figures.by ?? figures.state ?? (figures.byYou === true ? 'you' : undefined)
  if (typeof finer === 'string') said.context = finer
  return said
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
}

/** Jakarta's clock has no summer time. */
const operatorOffsetMinutes = -7 * 60

/** Customer and agent may sit in different zones: both read the operator's time, named where it is not their own. */
function sayMoment({ t, language }: RefusalWords, at: string, now: Date): string {
  const when = formatWhen(at, language, now, operatorZone)
  return new Date(at).getTimezoneOffset() === operatorOffsetMinutes ? when : t('card.operator_time', { when })
}

/** `image/jpeg` is JPEG to people. */
function fileKind(type: unknown): string {
  return String(type).split('/').at(-1)!.toUpperCase()
}

/** Rounded up, so that nobody comes back too early. */
function sayWait({ t }: RefusalWords, seconds: number): string {
  if (seconds <= 90) return t('card.seconds', { count: Math.max(1, Math.ceil(seconds)) })
  if (seconds <= 5400) return t('card.minutes', { count: Math.ceil(seconds / 60) })
  return t('card.hours', { count: Math.ceil(seconds / 3600) })
}

function saySize(bytes: number, language: Language): string {
  const megabytes = bytes / (1024 * 1024)
  const said = megabytes >= 1 ? megabytes : bytes / 1024
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(said)} ${megabytes >= 1 ? 'MB' : 'KB'}`
}
