import type { BankStore } from './bank.sql.ts'
import type { Account, Transfer } from './book.ts'
import { jakartaDay } from './snap.ts'
import { type BookingFault, bookingsOf } from './statement.ts'

/** A transfer of the past, in the bank's words. `faults`: how it got onto the statement. */
export interface PastTransfer {
  paymentRequestId: string
  referenceNo: string
  vaNo: string
  payer: string
  amountMinor: bigint
  madeAt: Date
  faults: BookingFault[]
}

/** What somebody who has paid before has left. */
const PAYER_BALANCE_MINOR = 20_000_000_00n
/** An account number of a payer: this, and the last digits of the virtual account's. */
const PAYER_PREFIX = '102'
const PAYER_DIGITS = 7
const SERVICE_DIGITS = 8

/**
 * Gives the bank a past that it did not live through: transfers that the wallet was told of long ago, on the statements
 * of their days. Whatever past it was given before is gone; what it lived through itself stays.
 */
export function rewriteHistory(store: BankStore, partnerAccountNo: string, transfers: PastTransfer[]): void {
  store.atomically(() => {
    store.addToBalance(partnerAccountNo, -store.forgetHistory())
    for (const past of [...transfers].sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime())) {
      const payer = payerOf(past)
      store.openAccount(payer)
      openNumber(store, past)
      const transfer: Transfer = {
        paymentRequestId: past.paymentRequestId,
        referenceNo: past.referenceNo,
        vaNo: past.vaNo,
        fromAccountNo: payer.accountNo,
        amountMinor: past.amountMinor,
        madeAt: past.madeAt,
        notification: 'accepted',
        rounds: 0,
        nextRoundAt: null,
      }
      store.addToBalance(partnerAccountNo, past.amountMinor)
      store.putTransfer(transfer)
      for (const booking of bookingsOf(transfer, (fault) => past.faults.includes(fault))) store.putBooking(booking)
    }
  })
}

function payerOf({ vaNo, payer }: PastTransfer): Account {
  const accountNo = PAYER_PREFIX + vaNo.slice(-PAYER_DIGITS)
  return { accountNo, holder: payer, kind: 'person', balanceMinor: PAYER_BALANCE_MINOR }
}

/** The number is closed until the wallet asks for it, as for every new one. */
function openNumber(store: BankStore, { vaNo, payer, madeAt }: PastTransfer): void {
  if (store.virtualAccount(vaNo)) return
  store.putVirtualAccount({
    vaNo,
    partnerServiceId: vaNo.slice(0, SERVICE_DIGITS),
    customerNo: vaNo.slice(SERVICE_DIGITS),
    name: payer,
    trxId: `past-${vaNo}-${jakartaDay(madeAt)}`,
    trxType: 'O',
    totalMinor: null,
    expiresAt: null,
    state: 'deleted',
    createdAt: madeAt,
  })
}
