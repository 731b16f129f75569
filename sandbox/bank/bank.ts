import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Clock, Ids } from '../clock.ts'
import type { SandboxKeys } from '../keys.ts'
import { openBankStore } from './bank.sql.ts'
import {
  type Account,
  decideTransfer,
  moveNotification,
  moveVirtualAccount,
  type Transfer,
  type TransferRefusal,
} from './book.ts'
import { type PastTransfer, rewriteHistory } from './history.ts'
import { parseRupiah } from './money.ts'
import { BACKOFF_MS, notificationBody, startNotifier } from './notifier.ts'
import { jakartaDay } from './snap.ts'
import { bookingFaults, bookingsOf, writeStatement } from './statement.ts'

export const faultNames = ['unreachable', 'slow', 'notifyTwice', 'notifyLate', ...bookingFaults] as const
export type FaultName = (typeof faultNames)[number]
export type Faults = Record<FaultName, boolean>

const SLOW_MS = 8_000
const LATE_MS = 30_000
const REFERENCE_DIGITS = 15
const PARTNER_ACCOUNT_NO = '8880000001'

/** The bank's customers, who can send money to the wallet; rupiah in minor units. */
const customers: Account[] = [
  { accountNo: '1010010001', holder: 'Sari Wulandari', kind: 'person', balanceMinor: 50_000_000_00n },
  { accountNo: '1010010002', holder: 'Budi Santoso', kind: 'person', balanceMinor: 12_500_000_00n },
  { accountNo: '1010010003', holder: '陈美玲 Chen Meiling', kind: 'person', balanceMinor: 250_000_000_00n },
  { accountNo: '1010010004', holder: 'Joko Prasetyo', kind: 'person', balanceMinor: 150_000_00n },
]

export interface BankOptions {
  dir: string
  keys: SandboxKeys
  partnerId: string
  clientSecret: string
  notifyUrl: string
  clock: Clock
  ids: Ids
  backoffMs?: readonly number[]
  slowMs?: number
  lateMs?: number
}

/** What a customer of the bank orders: a decimal string in rupiah to a virtual account in any spelling. */
export interface TransferOrder {
  virtualAccountNo: string
  amount: string
  fromAccountNo?: string | undefined
}

export type TransferResult = { transfer: Transfer } | { refusal: TransferRefusal }

export type Bank = ReturnType<typeof openBank>

/** Opens the bank: its book in `dir`, and the notifications still to be sent, which go out from now on. */
export function openBank(options: BankOptions) {
  const { clock, ids } = options
  const store = openBankStore(options.dir)
  store.atomically(() => {
    for (const account of customers) store.openAccount(account)
    store.openAccount({
      accountNo: PARTNER_ACCOUNT_NO,
      holder: options.partnerId.toUpperCase(),
      kind: 'partner',
      balanceMinor: 0n,
    })
  })
  const notifier = startNotifier({
    store,
    clock,
    ids,
    privateKey: createPrivateKey(readFileSync(options.keys.bankPrivate)),
    notifyUrl: options.notifyUrl,
    partnerId: options.partnerId,
    backoffMs: options.backoffMs ?? BACKOFF_MS,
    twice: () => readFaults().notifyTwice,
  })

  function readFaults(): Faults {
    const on = store.faultsOn()
    return Object.fromEntries(faultNames.map((name) => [name, on.includes(name)])) as Faults
  }

  /**
   * A customer of the bank sends money to a virtual account: it leaves the one account and reaches the operator's, and
   * the wallet is told. `amount` is a decimal string in rupiah; without `fromAccountNo` the first customer pays.
   */
  function makeTransfer(order: TransferOrder): TransferResult {
    const amountMinor = parseRupiah(order.amount.trim())
    if (amountMinor === null) return { refusal: 'amount_malformed' }
    const made = store.atomically(() => transferWithin(order, amountMinor))
    notifier.wake()
    return made
  }

  function transferWithin(
    order: { virtualAccountNo: string; fromAccountNo?: string | undefined },
    amountMinor: bigint,
  ) {
    const now = clock()
    const account = store.account(order.fromAccountNo ?? customers[0]?.accountNo ?? '')
    const va = store.virtualAccount(order.virtualAccountNo.replace(/\D/g, ''))
    const refusal = decideTransfer(account, va, amountMinor, now)
    if (refusal !== null || account === undefined || va === undefined) return { refusal: refusal ?? 'account_unknown' }
    const transfer: Transfer = {
      paymentRequestId: newReference(),
      referenceNo: ids.digits(REFERENCE_DIGITS),
      vaNo: va.vaNo,
      fromAccountNo: account.accountNo,
      amountMinor,
      madeAt: now,
      notification: 'waiting',
      rounds: 0,
      nextRoundAt: new Date(now.getTime() + (readFaults().notifyLate ? (options.lateMs ?? LATE_MS) : 0)),
    }
    store.addToBalance(account.accountNo, -amountMinor)
    store.addToBalance(PARTNER_ACCOUNT_NO, amountMinor)
    store.putTransfer(transfer)
    const faults = readFaults()
    for (const booking of bookingsOf(transfer, (fault) => faults[fault])) store.putBooking(booking)
    if (va.trxType === 'C') store.setVirtualAccountState(va.vaNo, moveVirtualAccount(va.state, 'paid'))
    return { transfer }
  }

  function newReference(): string {
    const day = clock().toISOString().slice(0, 10).replaceAll('-', '')
    return `BP${day}${ids.digits(REFERENCE_DIGITS)}`
  }

  return {
    options,
    store,
    walletKey: createPublicKey(readFileSync(options.keys.walletPublic)),
    slowMs: options.slowMs ?? SLOW_MS,
    faults: readFaults,
    setFaults(change: Partial<Faults>): Faults {
      for (const name of faultNames) if (change[name] !== undefined) store.setFault(name, change[name])
      return readFaults()
    },
    makeTransfer,
    rewriteHistory: (transfers: PastTransfer[]) => rewriteHistory(store, PARTNER_ACCOUNT_NO, transfers),
    /** The statement of the partner's account, camt.053; null while the day (YYYY-MM-DD, in Jakarta) is not over. */
    statement(day: string): string | null {
      const account = store.account(PARTNER_ACCOUNT_NO)
      if (account === undefined || day >= jakartaDay(clock())) return null
      return writeStatement({
        day,
        account,
        openingMinor: store.bookedBefore(day),
        bookings: store.bookingsOf(day),
      })
    },
    /** Starts the notification of a given-up transfer over; false when there is nothing to send again. */
    notifyAgain(paymentRequestId: string): boolean {
      const transfer = store.transfer(paymentRequestId)
      if (transfer?.notification !== 'given_up') return false
      const notification = moveNotification(transfer.notification, 'waiting')
      store.setNotification(paymentRequestId, { notification, rounds: 0, nextRoundAt: clock() })
      notifier.wake()
      return true
    },
    /**
     * Sends the wallet a notification of money that never came, well-formed and signed with a stranger's key. Answers
     * what the wallet said, or null when there is no such virtual account or the amount is malformed.
     */
    async sendForged(order: { virtualAccountNo: string; amount: string }) {
      const amountMinor = parseRupiah(order.amount.trim())
      const va = store.virtualAccount(order.virtualAccountNo.replace(/\D/g, ''))
      if (amountMinor === null || va === undefined) return null
      const paymentRequestId = newReference()
      const invented: Transfer = {
        paymentRequestId,
        referenceNo: ids.digits(REFERENCE_DIGITS),
        vaNo: va.vaNo,
        fromAccountNo: '',
        amountMinor,
        madeAt: clock(),
        notification: 'waiting',
        rounds: 0,
        nextRoundAt: null,
      }
      const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
      return notifier.sendForged(paymentRequestId, JSON.stringify(notificationBody(invented, va)), stranger)
    },
    async stop(): Promise<void> {
      await notifier.stop()
      store.close()
    },
  }
}
