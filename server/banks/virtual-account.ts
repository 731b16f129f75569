import type { z } from 'zod'
import type { virtualAccount } from '../../contract/payments.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { type NumberRefusal, storeNumberAttempt } from '../payments/number-attempt.ts'
import type { CustomerActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { toMoney } from '../platform/money.ts'
import { refuse } from '../platform/refusals.ts'
import type { SnapAnswer, SnapClient } from './snap-client.ts'
import {
  insertVirtualAccount,
  lockVirtualAccountState,
  selectVirtualAccount,
  updateVirtualAccountState,
  type VirtualAccountRow,
  type VirtualAccountState,
} from './virtual-account.sql.ts'

/** What the app advises for one transfer. Whatever arrives is credited: the money is already there. */
export const smallestTransferMinor = 10_000_00n
export const largestTransferMinor = 20_000_000_00n

/** Life of a virtual account: recorded before the bank is asked; a refusal may be tried anew, an open one stays. */
const moves: Record<VirtualAccountState, readonly VirtualAccountState[]> = {
  asked: ['open', 'refused'],
  refused: ['asked'],
  open: [],
}

const createPath = '/v1.0/transfer-va/create-va'
const inquiryPath = '/v1.0/transfer-va/inquiry-va'
/** Open amount: the customer sends what they like, as often as they like. */
const openAmount = 'O'

export type VirtualAccount = z.infer<typeof virtualAccount>
export type VirtualAccountDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  bank: SnapClient
  bankName: string
  serviceId: string
}

/**
 * The customer's own account number at the bank; opened on first use and the same for ever. Recorded before the bank
 * is asked, so that an answer that was lost is found by an inquiry. Refuses with `bank_unreachable` while the bank does
 * not answer (safe to ask again), `bank_refused` with the bank's code where it said no; both are stored as an attempt.
 */
export async function openVirtualAccount(
  deps: VirtualAccountDeps,
  actor: CustomerActor,
): Promise<VirtualAccount | (Refusal & { paymentId: string })> {
  const { sql, clock, ids, serviceId } = deps
  const { customerId } = actor
  const known = await selectVirtualAccount(sql, customerId)
  if (known?.state === 'open') return show(deps, known)
  const fresh = known
    ? undefined
    : await insertVirtualAccount(sql, { customerId, serviceId, trxId: ids(), at: clock.now() })
  const account = fresh ?? (await selectVirtualAccount(sql, customerId))
  if (!account) throw new Error('the session belongs to no customer')
  if (account.state === 'open') return show(deps, account)
  if (account.state === 'refused') await move(deps, account, 'asked', null)
  const verdict = fresh ? await ask(deps.bank, account) : await resolve(deps.bank, account)
  return settle(deps, account, verdict)
}

type Verdict = 'open' | 'absent' | 'unknown' | { bankCode: string }

/** The bank was asked before and we do not know what came of it: look first, ask only where it knows nothing. */
async function resolve(bank: SnapClient, account: VirtualAccountRow): Promise<Verdict> {
  const found = await inquire(bank, account)
  return found === 'absent' ? ask(bank, account) : found
}

async function ask(bank: SnapClient, account: VirtualAccountRow): Promise<Verdict> {
  const answer = await bank.command(createPath, {
    ...names(account),
    virtualAccountName: account.name,
    trxId: account.trxId,
    virtualAccountTrxType: openAmount,
  })
  const verdict = judgeCreation(answer)
  if (verdict !== 'inquire') return verdict
  const found = await inquire(bank, account)
  // Not there although we asked: our request may still be on its way, so it stays unknown until the next time.
  return found === 'absent' ? 'unknown' : found
}

/** What an answer to create-va says. A duplicate and a lost answer both mean: look at what is there. */
export function judgeCreation(answer: SnapAnswer): Verdict | 'inquire' {
  if (answer === 'unsent') return 'unknown'
  if (answer === 'lost' || answer.code.startsWith('409')) return 'inquire'
  return answer.code.startsWith('200') ? 'open' : { bankCode: answer.code }
}

/** Codes of "no such account": the standard's 404xx12, and 404xx01 and 404xx11 that some banks give. */
const absentCode = /^404\d\d(01|11|12)$/

async function inquire(bank: SnapClient, account: VirtualAccountRow): Promise<Verdict> {
  const answer = await bank.question(inquiryPath, { ...names(account), trxId: account.trxId })
  if (answer === 'unsent' || answer === 'lost') return 'unknown'
  if (absentCode.test(answer.code)) return 'absent'
  return answer.code.startsWith('200') ? 'open' : { bankCode: answer.code }
}

/** The standard pads the service id to eight characters. */
const serviceIdCharacters = 8

function names({ serviceId, customerNo }: VirtualAccountRow) {
  const partnerServiceId = serviceId.padStart(serviceIdCharacters)
  return { partnerServiceId, customerNo, virtualAccountNo: partnerServiceId + customerNo }
}

async function settle(deps: VirtualAccountDeps, account: VirtualAccountRow, verdict: Verdict) {
  const bank = deps.bankName
  if (verdict === 'unknown' || verdict === 'absent') return refused(deps, account, refuse('bank_unreachable', { bank }))
  if (verdict === 'open') {
    await move(deps, account, 'open', null)
    return show(deps, account)
  }
  await move(deps, account, 'refused', verdict.bankCode)
  return refused(deps, account, refuse('bank_refused', { bank, bankCode: verdict.bankCode }))
}

async function refused(deps: VirtualAccountDeps, { customerId }: VirtualAccountRow, refusal: NumberRefusal) {
  return { ...refusal, paymentId: await storeNumberAttempt(deps.sql, deps, { customerId, refusal }) }
}

/** Two requests of one customer may come here at once: whoever is second finds the account where it was going. */
async function move(
  { sql, clock }: VirtualAccountDeps,
  { customerId }: VirtualAccountRow,
  state: VirtualAccountState,
  bankCode: string | null,
): Promise<void> {
  await sql.begin(async (tx) => {
    const from = await lockVirtualAccountState(tx, customerId)
    if (from === state || from === 'open') return
    if (!moves[from].includes(state)) throw new Error(`a virtual account cannot go from ${from} to ${state}`)
    await updateVirtualAccountState(tx, customerId, { state, bankCode, at: clock.now() })
  })
}

function show({ bankName }: VirtualAccountDeps, { number, name }: VirtualAccountRow): VirtualAccount {
  const minimum = toMoney(smallestTransferMinor, 'IDR')
  return { bank: bankName, number, name, minimum, maximum: toMoney(largestTransferMinor, 'IDR') }
}
