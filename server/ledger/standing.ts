import type { LockedAccount } from './book.ts'

/** Accounts that a process remembers; the longest known goes first. */
const standingLimit = 100_000

/**
 * How the accounts stood after the last batch of this process that touched them, whether that batch has committed yet
 * or not. A guess: only the database knows what other processes did, and it refuses what rests on a wrong one.
 */
export type Standing = {
  unknownAmong(ids: Iterable<string>): string[]
  /** What was read of accounts that were unknown. */
  learn(accounts: LockedAccount[]): void
  accounts(ids: Iterable<string>): LockedAccount[]
  /** How a batch that is sent now leaves its accounts. */
  remember(accounts: Iterable<LockedAccount>): void
  forget(ids: Iterable<string>): void
}

export function createStanding(): Standing {
  const known = new Map<string, LockedAccount>()
  return {
    unknownAmong: (ids) => Array.from(ids).filter((id) => !known.has(id)),
    learn(accounts) {
      // Somebody who waited beside us may have read the same, and moved it already.
      for (const account of accounts) if (!known.has(account.id)) known.set(account.id, account)
      for (const id of known.keys()) {
        if (known.size <= standingLimit) return
        known.delete(id)
      }
    },
    accounts: (ids) => Array.from(ids, (id) => known.get(id)).filter((account) => account !== undefined),
    remember(accounts) {
      for (const account of accounts) {
        const standing = known.get(account.id)
        // Written over where it stands: what is set anew for each movement outlives collections, and is copied by them.
        if (standing) Object.assign(standing, account)
        else known.set(account.id, account)
      }
    },
    forget(ids) {
      for (const id of ids) known.delete(id)
    },
  }
}
