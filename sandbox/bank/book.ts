/** What the bank's book holds, and the rules by which money reaches a virtual account. */

export interface Account {
  accountNo: string
  holder: string
  /** `partner` is the wallet operator's own account, where money for its virtual accounts arrives. */
  kind: 'person' | 'partner'
  balanceMinor: bigint
}

export interface VirtualAccount {
  /** Digits only; on the wire the service id is padded with spaces to eight characters. */
  vaNo: string
  partnerServiceId: string
  customerNo: string
  name: string
  trxId: string
  /** O: any amount, any number of times. C: exactly `totalMinor`, once. */
  trxType: 'O' | 'C'
  totalMinor: bigint | null
  expiresAt: Date | null
  state: 'active' | 'paid' | 'deleted'
  createdAt: Date
}

export interface Transfer {
  /** The bank's unique reference, the same in every notification of this transfer. */
  paymentRequestId: string
  referenceNo: string
  vaNo: string
  fromAccountNo: string
  amountMinor: bigint
  madeAt: Date
  notification: 'waiting' | 'accepted' | 'given_up'
  rounds: number
  nextRoundAt: Date | null
}

export interface Attempt {
  paymentRequestId: string
  externalId: string
  kind: 'true' | 'forged'
  startedAt: Date
  endedAt: Date | null
  httpStatus: number | null
  responseCode: string | null
  failure: string | null
}

const virtualAccountMoves: Record<VirtualAccount['state'], VirtualAccount['state'][]> = {
  active: ['paid', 'deleted'],
  paid: ['deleted'],
  // A number may be opened again after it was deleted.
  deleted: ['active'],
}

const notificationMoves: Record<Transfer['notification'], Transfer['notification'][]> = {
  // A refused or lost round leaves it waiting for the next.
  waiting: ['waiting', 'accepted', 'given_up'],
  accepted: [],
  // Sent again by hand.
  given_up: ['waiting'],
}

/** Answers `to`; a move outside the table is a bug. */
export function moveVirtualAccount(
  from: VirtualAccount['state'],
  to: VirtualAccount['state'],
): VirtualAccount['state'] {
  if (!virtualAccountMoves[from].includes(to)) throw new Error(`A virtual account cannot go from ${from} to ${to}`)
  return to
}

/** Answers `to`; a move outside the table is a bug. */
export function moveNotification(
  from: Transfer['notification'],
  to: Transfer['notification'],
): Transfer['notification'] {
  if (!notificationMoves[from].includes(to)) throw new Error(`A notification cannot go from ${from} to ${to}`)
  return to
}

export const transferRefusals = [
  'amount_malformed',
  'account_unknown',
  'virtual_account_unknown',
  'virtual_account_expired',
  'virtual_account_paid',
  'amount_differs',
  'balance_too_low',
] as const
export type TransferRefusal = (typeof transferRefusals)[number]

/** Why the bank does not carry out a transfer to a virtual account, or null when it does. */
export function decideTransfer(
  account: Account | undefined,
  va: VirtualAccount | undefined,
  amountMinor: bigint,
  now: Date,
): TransferRefusal | null {
  if (account === undefined || account.kind !== 'person') return 'account_unknown'
  if (va === undefined || va.state === 'deleted') return 'virtual_account_unknown'
  if (va.state === 'paid') return 'virtual_account_paid'
  if (va.expiresAt !== null && va.expiresAt <= now) return 'virtual_account_expired'
  if (va.trxType === 'C' && va.totalMinor !== amountMinor) return 'amount_differs'
  if (account.balanceMinor < amountMinor) return 'balance_too_low'
  return null
}
