import type { Condition, Rule, Step } from './diagnosis.ts'

const verify: Step = { step: 'verify_person' }
const sayNothingTaken: Step = { step: 'say_nothing_taken' }
const refusedFor = (...codes: string[]): Condition => ({ fact: 'payment.refusal', oneOf: codes })
const about = (...topics: string[]): Condition => ({ fact: 'case.topic', oneOf: topics })
const caseIsIt = { fact: 'payment.of_case', is: true, adds: 20 } as const
const noNumber = (code: string): Condition => ({ fact: 'top_up.refusal', is: code })
const hasNumber: Condition = { fact: 'top_up.account', is: 'open' }
const again = { fact: 'refusals.same', atLeast: 2, adds: 5 } as const

/**
 * What usually lies behind what people ask. A rule is a row: facts that are there (see diagnosis-facts.ts), how well they
 * tell, and what solves it. Words for rule, facts and steps stand in web/desk/case/words.
 */
export const rules: readonly Rule[] = [
  {
    rule: 'balance_too_low',
    weight: 70,
    needs: [refusedFor('balance_too_low')],
    also: [caseIsIt, again],
    steps: [sayNothingTaken, { step: 'add_money', article: 'add-money' }],
  },
  {
    rule: 'limit_of_day',
    weight: 70,
    needs: [refusedFor('limit_per_day')],
    also: [caseIsIt, again],
    steps: [
      sayNothingTaken,
      { step: 'say_renewal', article: 'limits' },
      { step: 'raise_limit', action: 'raise_limit' },
    ],
  },
  {
    rule: 'limit_of_payment',
    weight: 70,
    needs: [refusedFor('limit_per_payment')],
    also: [caseIsIt, again],
    steps: [
      sayNothingTaken,
      { step: 'pay_in_parts', article: 'limits' },
      { step: 'raise_limit', action: 'raise_limit' },
    ],
  },
  {
    rule: 'pin_locked',
    weight: 80,
    needs: [{ fact: 'pin.locked_until' }],
    also: [
      { ...refusedFor('pin_locked', 'pin_wrong'), adds: 10 },
      { ...about('account', 'payment'), adds: 5 },
    ],
    steps: [verify, { step: 'unlock_pin', action: 'unlock_pin' }, { step: 'choose_new_pin', article: 'pin-forgotten' }],
  },
  {
    rule: 'pin_wrong',
    weight: 60,
    needs: [refusedFor('pin_wrong')],
    unless: [{ fact: 'pin.locked_until' }],
    also: [caseIsIt, again],
    steps: [sayNothingTaken, { step: 'try_pin_calmly', article: 'pin-forgotten' }],
  },
  {
    rule: 'signin_locked',
    weight: 80,
    needs: [{ fact: 'signin.locked_until' }],
    also: [{ ...about('account', 'safety'), adds: 15 }],
    steps: [
      verify,
      { step: 'unlock_signin', action: 'unlock_signin' },
      { step: 'reset_password', article: 'account-locked' },
    ],
  },
  {
    rule: 'frozen_by_customer',
    weight: 75,
    needs: [{ fact: 'account.frozen_by', is: 'customer' }],
    also: [{ ...refusedFor('account_frozen'), adds: 15 }],
    steps: [verify, { step: 'ask_why_frozen' }, { step: 'unfreeze', action: 'unfreeze' }],
  },
  {
    rule: 'frozen_by_us',
    weight: 78,
    needs: [{ fact: 'account.frozen_by', is: 'staff' }],
    also: [{ ...refusedFor('account_frozen'), adds: 15 }],
    steps: [{ step: 'read_record' }, { step: 'ask_supervisor' }, { step: 'unfreeze', action: 'unfreeze' }],
  },
  {
    rule: 'under_review',
    weight: 80,
    needs: [{ fact: 'account.under_review' }],
    also: [{ ...refusedFor('account_under_review'), adds: 15 }],
    steps: [{ step: 'read_record' }, { step: 'ask_risk' }, { step: 'say_when' }],
  },
  {
    rule: 'paid_already',
    weight: 75,
    needs: [refusedFor('code_already_paid', 'possible_duplicate')],
    also: [caseIsIt],
    steps: [{ step: 'show_first_payment' }, { step: 'say_paid_once', article: 'payment-unclear' }],
  },
  {
    rule: 'code_of_yesterday',
    weight: 70,
    needs: [refusedFor('code_expired', 'code_cancelled')],
    also: [caseIsIt],
    steps: [sayNothingTaken, { step: 'ask_shop_for_new_code', article: 'pay-with-qr' }],
  },
  {
    rule: 'code_unreadable',
    weight: 70,
    needs: [refusedFor('code_malformed')],
    also: [caseIsIt, again],
    steps: [sayNothingTaken, { step: 'scan_again', article: 'pay-with-qr' }],
  },
  {
    rule: 'shop_takes_nothing',
    weight: 72,
    needs: [refusedFor('merchant_closed', 'merchant_not_accepting')],
    also: [caseIsIt, again],
    steps: [sayNothingTaken, { step: 'pay_otherwise' }, { step: 'tell_merchant_team' }],
  },
  {
    rule: 'payee_not_here',
    weight: 70,
    needs: [refusedFor('payee_unknown', 'payee_cannot_receive')],
    also: [caseIsIt, again],
    steps: [sayNothingTaken, { step: 'check_number', article: 'send-money' }],
  },
  {
    rule: 'never_arrived',
    weight: 55,
    needs: [{ fact: 'payment.abandoned', atLeast: 1 }],
    also: [{ ...about('payment'), adds: 15 }],
    steps: [sayNothingTaken, { step: 'pay_again', article: 'payment-unclear' }],
  },
  {
    rule: 'paid_twice',
    weight: 70,
    needs: [{ fact: 'payment.twice' }],
    also: [{ ...about('payment', 'refund'), adds: 15 }],
    steps: [{ step: 'show_both' }, { step: 'ask_payee_back', article: 'refund' }],
  },
  {
    rule: 'sent_to_new_person',
    weight: 40,
    needs: [{ fact: 'payment.first_to_person' }, about('payment', 'refund', 'complaint')],
    also: [{ fact: 'case.category', is: 'wrong_person', adds: 45 }],
    steps: [{ step: 'compare_number' }, { step: 'ask_payee_back', article: 'wrong-person' }],
  },
  {
    rule: 'top_up_arrived',
    weight: 80,
    needs: [about('top_up'), { fact: 'top_up.arrived' }],
    steps: [{ step: 'show_top_up' }, { step: 'read_balance_together' }],
  },
  {
    rule: 'top_up_not_here',
    weight: 75,
    needs: [about('top_up'), hasNumber, { fact: 'top_up.recent', atMost: 0 }],
    steps: [
      { step: 'ask_for_bank_receipt' },
      { step: 'compare_account_number' },
      { step: 'wait_for_bank', article: 'money-not-arrived' },
    ],
  },
  {
    rule: 'top_up_no_account',
    weight: 78,
    needs: [about('top_up'), { fact: 'top_up.account', oneOf: ['none', 'asked', 'refused'] }],
    unless: [{ fact: 'top_up.refusal' }],
    steps: [{ step: 'open_account_number', article: 'add-money' }],
  },
  {
    rule: 'bank_away',
    weight: 70,
    needs: [noNumber('bank_unreachable')],
    unless: [hasNumber],
    also: [{ ...about('top_up'), adds: 20 }],
    steps: [sayNothingTaken, { step: 'ask_number_again', article: 'add-money' }],
  },
  {
    rule: 'bank_said_no',
    weight: 70,
    needs: [noNumber('bank_refused')],
    unless: [hasNumber],
    also: [{ ...about('top_up'), adds: 20 }],
    steps: [sayNothingTaken, { step: 'give_finance_the_answer' }, { step: 'say_when' }],
  },
  {
    rule: 'taken_over',
    weight: 60,
    needs: [{ fact: 'device.new_then_paid' }],
    also: [{ ...about('safety'), adds: 35 }],
    steps: [{ step: 'freeze', action: 'freeze' }, verify, { step: 'end_devices', article: 'stay-safe' }],
  },
  {
    rule: 'phone_lost',
    weight: 85,
    needs: [{ fact: 'case.category', is: 'phone_lost' }],
    unless: [{ fact: 'account.frozen_by' }],
    steps: [{ step: 'freeze', action: 'freeze' }, verify, { step: 'end_devices', article: 'phone-lost' }],
  },
]
