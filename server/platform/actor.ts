/** Who acts. Every verb that needs a permission takes one of these as its first argument. */
export type CustomerActor = { kind: 'customer'; customerId: string; sessionId: string }
export type StaffActor = {
  kind: 'staff'
  staffId: string
  sessionId: string
  name: string
  permissions: ReadonlySet<string>
}
export type MerchantActor = { kind: 'merchant'; merchantId: string }
export type Actor = CustomerActor | StaffActor | MerchantActor
