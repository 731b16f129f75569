/** Who acts. Every verb that needs a permission takes one of these as its first argument. */
export type CustomerActor = { kind: 'customer'; customerId: string; sessionId: string; guest?: true }
/** Somebody without an account: takes part in own conversations as a customer does, and opens no customer's route. */
export type GuestActor = CustomerActor & { guest: true }
export type StaffActor = {
  kind: 'staff'
  staffId: string
  sessionId: string
  name: string
  permissions: ReadonlySet<string>
  /** The number of their own wallet, in E.164, where it is on record. */
  ownPhone?: string | null
}
export type MerchantActor = { kind: 'merchant'; merchantId: string }
export type Actor = CustomerActor | StaffActor | MerchantActor

export function isGuest(actor: Actor): actor is GuestActor {
  return actor.kind === 'customer' && actor.guest === true
}
