import { type Receipt, receiptText } from '../../contract/receipt.ts'
import { proveEntry } from '../ledger/proof.ts'
import type { Db } from '../platform/database.ts'
import { refuse } from '../platform/refusals.ts'
import type { SealKey } from '../platform/seal-key.ts'
import { selectPayment } from './history.sql.ts'
import { readPayment } from './history.ts'
import { selectCustomerAccount } from './topup.sql.ts'

/** Blocks are sealed each second or so. */
const askAgainInSeconds = 4

/**
 * The receipt of one's own payment, signed now; `not_found` where it is not this customer's or moved no money. The
 * balance after it is left out unless it is asked for: a receipt is there to be shown to others.
 */
export async function issueReceipt(
  db: Db,
  key: SealKey,
  customerId: string,
  ask: { paymentId: string; balance: 'hidden' | 'shown' },
) {
  const row = await selectPayment(db, customerId, ask.paymentId)
  const story = await readPayment(db, customerId, ask.paymentId)
  if (!row?.entryId || 'refused' in story || !story.amount) return refuse('not_found', {})
  const proof = await proveEntry(db, row.entryId, await selectCustomerAccount(db, customerId))
  if (!proof) return { state: 'not_sealed_yet' as const, askAgainInSeconds }
  const { id, reference, kind, direction, counterparty, amount, fee, note, at } = story
  const unsigned: Omit<Receipt, 'signature'> = {
    format: 'dompet receipt 1',
    payment: { id, reference, kind, direction, counterparty, amount, fee, note, at },
    entry: { content: proof.content, leg: proof.leg, own: ask.balance === 'shown' ? proof.own : null },
    inclusion: { position: proof.position, path: proof.path },
    block: proof.block,
    blockKey: proof.blockKey,
    receiptKey: key.publicKey,
  }
  return { state: 'sealed' as const, receipt: { ...unsigned, signature: key.sign(receiptText(unsigned)) } }
}
