import type { GuestTopic } from '../../contract/guest.ts'
import type { Language } from '../../contract/identity.ts'
import type { RefusalCode } from '../../contract/refusals.ts'
import type { SatisfactionReason } from '../../contract/satisfaction.ts'
import type { PersonKey, ShopKey, StaffKey } from './people.ts'

/** Whom a step pays. Orders are named by the step that asks for them. */
export type Payee =
  | { person: PersonKey }
  | { phone: string }
  | { shop: ShopKey }
  /** The shop's code on a sticker that lost its end. */
  | { torn: ShopKey }
  | { order: string }
  /** A code as scanned, whatever it is. */
  | { code: string }

type Topic = 'payment' | 'top_up' | 'account' | 'safety' | 'refund' | 'complaint' | 'other'

export type PayStep = {
  do: 'pay'
  who: PersonKey
  to: Payee
  rupiah: number
  note?: string
  pin?: string
  /** How the product must answer; paid where there is none. Another answer is a fault of the script, and stops it. */
  refused?: RefusalCode
  /** By which later steps speak of this payment. */
  name?: string
}

/** What went wrong when the bank booked a transfer: a day late, without our reference, twice, or with less than came. */
export type BankFault = 'bookLate' | 'bookBare' | 'bookTwice' | 'bookChanged'

/** One thing that somebody does. */
export type Deed =
  | { do: 'join'; who: PersonKey }
  | { do: 'sign_in'; who: PersonKey }
  | { do: 'top_up'; who: PersonKey; rupiah: number; fault?: BankFault }
  | PayStep
  | { do: 'ask'; shop: ShopKey; order: string; reference: string; what: string; rupiah: number; minutes?: number }
  | { do: 'withdraw_order'; shop: ShopKey; order: string }
  /** The shop's server answers a webhook that it is gone. */
  | { do: 'lose_webhooks'; shop: ShopKey }
  | { do: 'freeze'; who: PersonKey }
  | { do: 'open_case'; case: string; who: PersonKey; topic: Topic; about?: string }
  | { do: 'write'; case: string; who: PersonKey; text: string }
  | { do: 'claim'; case: string; agent: StaffKey }
  | { do: 'answer'; case: string; agent: StaffKey; text: string }
  | { do: 'note'; case: string; agent: StaffKey; text: string }
  | { do: 'close'; case: string; agent: StaffKey; outcome?: 'no_answer' }
  /** Somebody without an account begins to talk; without a name where they gave none. */
  | { do: 'visit'; case: string; name: string; language: Language; topic: GuestTopic; text: string }
  /** The same, gone before anybody came. */
  | { do: 'leave'; case: string }
  /** `who` is left out for a visitor. */
  | { do: 'say'; case: string; who?: PersonKey; score: number; reasons: readonly SatisfactionReason[]; words?: string }
  | { do: 'review'; case: string; by: StaffKey; scores: Record<string, [score: number, words?: string]>; words: string }
  | { do: 'set_macro'; by: StaffKey; language: Language; name: string; text: string }
  | { do: 'drop_macro'; by: StaffKey; language: Language; name: string }
  | { do: 'set_category'; by: StaffKey; code: string; topic: Topic; names: Record<Language, string> }
  | { do: 'set_promise'; by: StaffKey; category: string; firstReplyMinutes: number }
  | { do: 'set_places'; by: StaffKey; agent: StaffKey; chat: number }

export type DeedOf<Name extends Deed['do']> = Extract<Deed, { do: Name }>
export type Step = Deed & { at: Date }
