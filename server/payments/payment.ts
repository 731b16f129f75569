import { createSecretKey, hash, type KeyObject } from 'node:crypto'
import type { Money } from '../../contract/money.ts'
import type { Payment, Target } from '../../contract/payments.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { digestPin } from '../identity/pin.ts'
import { hashToken } from '../identity/secrets.ts'
import { enter, openBook, stampTime } from '../ledger/book.ts'
import { storeBook } from '../ledger/ledger.sql.ts'
import { queueLimit, withRetries } from '../ledger/ledger.ts'
import { createBatches } from '../platform/batches.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMinor, toMoney } from '../platform/money.ts'
import { emitAll } from '../platform/outbox.ts'
import { refuse } from '../platform/refusals.ts'
import type { Transact } from '../platform/transactions.ts'
import { selectFeeSchedule } from '../policy/fees.sql.ts'
import { decidePayment, type PaymentFacts, payeeId as payeeIdOf, toStored } from './decide.ts'
import { type BatchState, factsOf, openBatchState, paymentLegs, pinRows, spentRows } from './facts.ts'
import { readKnownAnswer, toPaidAnswer } from './history.ts'
import { createKnownAccounts, isRight, type KnownAccounts } from './known-accounts.ts'
import {
  type FactsRow,
  insertPayments,
  lockCheckouts,
  lockInvolvedAccounts,
  markCheckoutsPaid,
  type NewPayment,
  selectFacts,
  updatePins,
  upsertSpending,
} from './payment.sql.ts'
import { type ReadTarget, readTarget } from './target.ts'

/** What a customer sends to pay. */
export type PaymentRequest = {
  sessionToken: string | undefined
  idempotencyKey: string
  target: Target
  amount: string
  fee: string
  pin: string
  note: string | undefined
  again: boolean
}

export type PaidAnswer = Payment & { balanceAfter: Money }
/** A refusal names the stored attempt, where one could be stored. */
export type PaymentAnswer = PaidAnswer | (Refusal & { paymentId?: string })

export type Payments = {
  /**
   * Pays exactly once: the same customer and key always get the first answer. Session, PIN, limits and balance are
   * judged in the transaction that moves the money, so that what another process changed counts at once.
   */
  pay(request: PaymentRequest): Promise<PaymentAnswer>
  drain(): Promise<void>
}

/** A larger batch gains little and only adds to the wait. */
const batchLimit = 64
/** Batches on their way on a lane: while one is written and answered, the next is decided. */
const batchesPerLane = 2

export type PaymentOptions = {
  sql: Sql
  clock: Clock
  ids: Ids
  secretKey: Buffer | KeyObject
  /** Each decides and stores one batch at a time. */
  lanes: Transact[]
  /** Called after each commit: something may be in the outbox. */
  committed(): void
}

/** `token` is the hash as text, to name the session by. */
type Item = PaymentRequest & { tokenHash: Buffer; token: string; read: ReadTarget; digest: Buffer }
/** `known`: this key was answered before; the answer is read from what is stored. */
type Outcome = PaymentAnswer | { known: { customerId: string; id: string } }

export function createPayments(given: PaymentOptions): Payments {
  const { sql, lanes, secretKey } = given
  const options = { ...given, secretKey: Buffer.isBuffer(secretKey) ? createSecretKey(secretKey) : secretKey }
  let withFees = false
  const known = createKnownAccounts()
  const size = { lanes: lanes.length, depth: batchesPerLane, batchLimit, queueLimit }

  async function payAll(items: Item[], lane: number, sent: () => void): Promise<Outcome[]> {
    const transact = lanes[lane]!
    for (let mayGuess = true; ; ) {
      const locking = { withFees, known, mayGuess }
      const outcomes = await withRetries(() =>
        transact((tx, commit) => payBatch({ tx, commit }, options, items, locking), sent),
      )
      if (outcomes === 'fees_came') withFees = true
      else if (outcomes === 'guessed_wrong') mayGuess = false
      else {
        options.committed()
        return outcomes
      }
    }
  }
  const batches = createBatches(size, (item: Item) => touchedBy(item, withFees), payAll)

  return {
    drain: batches.drain,
    async pay(request) {
      const tokenHash = hashToken(request.sessionToken)
      if (!tokenHash) return refuse('signin_required', {})
      const outcome = await batches.submit({
        ...request,
        tokenHash,
        token: tokenHash.toString('base64'),
        read: readTarget(request.target),
        digest: digestOf(request),
      })
      return 'known' in outcome ? readKnownAnswer(sql, outcome.known) : outcome
    },
  }
}

/** The PIN is not part of what makes two requests the same: it is no part of what was asked for. */
function digestOf({ target, amount, fee, note, again }: PaymentRequest): Buffer {
  return hash('sha256', JSON.stringify([target, amount, fee, note ?? null, again]), 'buffer')
}

/** What keeps two payments from being decided at once: the same customer, the same payee, the account that takes fees. */
function touchedBy({ token, read: { lookup } }: Item, withFees: boolean): string[] {
  const payee = lookup.phone ?? lookup.nmid ?? lookup.qrReference ?? lookup.checkoutId
  return [token, ...(payee === null ? [] : [payee]), ...(withFees ? ['fees'] : [])]
}

type Open = { tx: Tx; commit(): Promise<void> }
/** Where it locks too little, nothing is stored, and the batch is tried again with more. */
type Locking = { withFees: boolean; known: KnownAccounts; mayGuess: boolean }

/** Load, decide, store: one transaction for the whole batch. */
async function payBatch(
  { tx, commit }: Open,
  options: PaymentOptions,
  items: Item[],
  { withFees, known, mayGuess }: Locking,
): Promise<Outcome[] | 'fees_came' | 'guessed_wrong'> {
  const now = options.clock.now()
  const guesses = items.map((item) => (mayGuess ? known.guess(item) : undefined))
  const lookups = items.map(({ tokenHash, idempotencyKey, read }) => ({ tokenHash, idempotencyKey, ...read.lookup }))
  const [fees, accounts, , rows] = await Promise.all([
    selectFeeSchedule(tx, now),
    lockInvolvedAccounts(
      tx,
      new Set(guesses.flatMap((guess) => (guess ? [guess.payer, guess.payee] : []))),
      lookups.filter((_, index) => !guesses[index]),
      withFees,
    ),
    lockCheckouts(tx, lookups),
    // Behind the locks on the same connection, so that it sees what those who held them before us wrote; and last, for
    // it is large enough to be sent at once (transactions.ts).
    selectFacts(tx, lookups, now),
  ])
  const takesFees = Array.from(fees.values()).some((rule) => rule.fixedMinor > 0n || rule.basisPoints > 0)
  if (takesFees && !withFees) return 'fees_came'
  if (!guesses.every((guess, index) => !guess || isRight(guess, rows[index]!))) return 'guessed_wrong'
  for (const [index, item] of items.entries()) if (!guesses[index]) known.learn(item, rows[index]!)
  // The time once the locks are held: whoever found a checkout expired before is not told of its payment afterwards.
  const state = openBatchState(openBook(accounts, []), fees, options.clock.now())
  const outcomes = items.map((item, index) => decideOne(options, state, item, rows[index]!))
  await storeBatch({ tx, commit }, state)
  return outcomes
}

function decideOne(options: PaymentOptions, state: BatchState, item: Item, row: FactsRow): Outcome {
  if (row.customer_id === null) return refuse('signin_required', {})
  const customerId = row.customer_id
  const name = `${customerId} ${item.idempotencyKey}`
  if (row.known_id && row.known_state === 'abandoned') return refuse('attempt_abandoned', {})
  const known = row.known_id ? { id: row.known_id, digest: row.known_digest } : state.stored.get(name)
  if (known) {
    if (!known.digest.equals(item.digest)) return refuse('idempotency_key_reused', {})
    return { known: { customerId, id: known.id } }
  }

  const amountMinor = toMinor(item.amount, 'IDR')
  const facts = factsOf(
    state,
    row,
    { read: item.read, fee: toMinor(item.fee, 'IDR'), again: item.again },
    amountMinor,
    digestPin(options.secretKey, customerId, item.pin),
  )
  const decision = decidePayment(facts)
  if (decision.pinNext) state.pins.set(customerId, { ...facts.pin, ...decision.pinNext })

  const id = options.ids()
  const payment: NewPayment = {
    customerId,
    id,
    kind: facts.to.payee?.kind === 'person' || item.target.kind === 'phone' ? 'send' : 'shop',
    state: 'refused',
    payeeId: facts.to.payee?.kind === 'person' ? facts.to.payee.customerId : null,
    merchantId: facts.to.payee?.kind === 'shop' ? facts.to.payee.merchantId : null,
    checkoutId: facts.to.asked?.checkoutId ?? null,
    counterparty: facts.to.payee?.name ?? item.read.shopName,
    payerName: facts.payer.name,
    amountMinor,
    feeMinor: decision.feeMinor,
    merchantFeeMinor: decision.merchantFeeMinor,
    note: item.note ?? null,
    decision: toStored(decision.checks, decision.refusal),
    entryId: null,
    balanceAfterMinor: null,
    at: state.now,
    idempotencyKey: item.idempotencyKey,
    digest: item.digest,
  }
  state.stored.set(name, { id, digest: item.digest })
  state.payments.push(payment)
  if (decision.refusal) return { ...decision.refusal, paymentId: id }
  settle(options, state, payment, facts)
  return toPaidAnswer(payment)
}

/** Enters an allowed payment into the book and into everything that is stored with it. */
function settle({ ids }: PaymentOptions, state: BatchState, payment: NewPayment, facts: PaymentFacts) {
  const entryId = ids()
  const legs = paymentLegs(state, payment, facts)
  const entered = enter(state.book, entryId, { kind: 'entry', entryKind: payment.kind, legs })
  // The decision has judged the same figures under the same locks: a difference is a bug, and the batch must not commit.
  if ('refused' in entered) throw new Error(`the ledger refused a decided payment: ${entered.refused}`)
  payment.state = 'paid'
  payment.entryId = entryId
  payment.balanceAfterMinor = state.book.accounts.get(facts.payer.accountId)!.balance
  const { customerId, id, payeeId, merchantId, checkoutId } = payment
  state.spending.set(customerId, {
    usedTodayMinor: facts.spending.usedTodayMinor + facts.amountMinor,
    last: { payeeId: payeeIdOf(facts.to.payee!), amountMinor: facts.amountMinor, at: state.now },
  })
  if (checkoutId) state.checkouts.set(checkoutId, { id: checkoutId, paymentId: id, payerId: customerId, at: state.now })
  state.events.push({
    id: ids(),
    topic: checkoutId ? 'checkout.paid' : 'payment.paid',
    subjectId: facts.payer.accountId,
    payload: {
      paymentId: id,
      entryId,
      customerId,
      payeeId,
      merchantId,
      checkoutId,
      reference: facts.to.asked?.reference ?? null,
      amount: toMoney(facts.amountMinor, 'IDR'),
    },
    at: state.now,
  })
}

/** Set on its way at once, each in one statement: what would be asked later would come behind the commit. */
async function storeBatch({ tx, commit }: Open, state: BatchState): Promise<void> {
  await Promise.all([
    storeBook(tx, state.book, stampTime(state.book, state.now)),
    insertPayments(tx, state.payments),
    upsertSpending(tx, spentRows(state)),
    emitAll(tx, state.events),
    updatePins(tx, pinRows(state)),
    markCheckoutsPaid(tx, [...state.checkouts.values()]),
    commit(),
  ])
}
