import { readFileSync } from 'node:fs'
import { publicKeysOf } from '../../contract/digest.ts'
import { checkReceipt, type ReceiptFault } from '../../contract/receipt.ts'

/** Past this a file is no receipt of ours. */
const maximumBytes = 200_000

const words: Record<ReceiptFault, string> = {
  not_a_receipt: 'This file is not a Dompet receipt, or it was cut off.',
  key_differs: 'It was signed with another key than the one you gave: it does not come from this operator.',
  key_id: 'The block names another key than the one in the receipt.',
  statement_changed: 'The receipt was changed after the operator signed it.',
  block_changed: "The block's figures do not give its hash: the block was changed.",
  block_not_signed: "The block's signature is not the operator's.",
  entry_not_in_block: 'The entry is not in the block that the operator signed.',
  entry_unreadable: 'The entry cannot be read.',
  entry_not_balanced: 'The entry does not sum to zero.',
  amount_differs: 'The entry moved another amount than the receipt says.',
  balance_differs: 'The balance is not the one that was sealed.',
}

/** Reads the keys of a file; throws where it holds none. */
export function readKeys(file: string): string[] {
  const keys = publicKeysOf(readFileSync(file, 'utf8'))
  if (keys.length === 0) throw new Error(`There is no Ed25519 public key in PEM in ${file}`)
  return keys
}

/** `npx dompet verify-receipt FILE`: says what the receipt proves, or what is wrong with it. Answers the exit code. */
export async function runVerifyReceipt({
  file,
  key,
  print,
}: {
  file: string
  key?: string | undefined
  print: (text: string) => void
}) {
  const text = readFileSync(file)
  const checked = await checkReceipt(text.subarray(0, maximumBytes).toString(), key ? readKeys(key) : undefined)
  if (!checked.proven) {
    print(`NOT PROVEN (${checked.fault}). ${words[checked.fault]}`)
    return 1
  }
  const { payment, block, blockKey, entry } = checked.receipt
  const way = payment.direction === 'out' ? 'paid to' : 'received from'
  const fee = payment.fee ? `, fee ${payment.fee.amount} ${payment.fee.currency}` : ''
  const headline = checked.keyPinned ? 'PROVEN.' : "PROVEN, if the key below is the operator's: you gave none."
  const say = (line: string) => print(visible(line))
  say(
    `${headline} ${payment.amount.amount} ${payment.amount.currency} ${way} ${payment.counterparty ?? 'an unnamed account'}${fee}.`,
  )
  say(`  reference ${payment.reference}, ${payment.at}${payment.note ? `, note "${payment.note}"` : ''}`)
  say(`  The ledger wrote entry ${checked.entryId} at ${checked.postedAt}; its sides sum to zero.`)
  say(
    `  It was sealed at ${checked.sealedAt} in block ${block.number} (${block.hash}); nobody can change or remove it there unseen.`,
  )
  say('  Who holds the key signed that this payment, with its names and note, is that entry.')
  if (entry.own) say(`  Balance of account ${entry.own.account} after it: ${entry.own.balanceMinor} minor units.`)
  say(
    checked.keyPinned
      ? '  Signed with the key that you gave.'
      : `  Signed with key ${blockKey}. Compare it with the one that the operator publishes, or give it with --key.`,
  )
  return 0
}

/** Names and notes are what people typed: signs that move the cursor, hide or turn text are shown and not obeyed. */
const visible = (line: string) => line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
