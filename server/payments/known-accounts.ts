import type { FactsRow } from './payment.sql.ts'
import type { ReadTarget } from './target.ts'

/** Most names that are remembered; when there are more, all are forgotten, and learnt anew as they come. */
const knownLimit = 200_000

export type KnownAccounts = ReturnType<typeof createKnownAccounts>
/** `token` names the session. */
type Asked = { token: string; read: ReadTarget }
type Guess = { payer: string; payee: string }

/**
 * Which account a session pays from, and at which one a shop is paid by its own code, as the facts of earlier payments
 * said: it is locked without being looked for. A guess and no more: the facts, read behind the lock, say it again.
 */
export function createKnownAccounts() {
  const accountIds = new Map<string, string>()

  /** Both or nothing. */
  function guess({ token, read }: Asked): Guess | undefined {
    const shop = ownCode(read)
    const payer = accountIds.get(token)
    const payee = shop === null ? undefined : accountIds.get(shop)
    return payer === undefined || payee === undefined ? undefined : { payer, payee }
  }

  function learn({ token, read }: Asked, row: FactsRow) {
    const shop = ownCode(read)
    if (shop === null || row.customer_id === null || row.merchant_id === null) return
    if (accountIds.size >= knownLimit) accountIds.clear()
    accountIds.set(token, row.account_id)
    accountIds.set(shop, row.merchant_account_id)
  }

  return { guess, learn }
}

/** A code that was made for one payment leads to its checkout, whatever shop it names. */
function ownCode({ lookup }: ReadTarget): string | null {
  return lookup.qrReference === null ? lookup.nmid : null
}

/** What the facts say of whoever they found. */
export function isRight(guess: Guess, row: FactsRow): boolean {
  return (
    (row.customer_id === null || row.account_id === guess.payer) &&
    (row.merchant_id === null || row.merchant_account_id === guess.payee)
  )
}
