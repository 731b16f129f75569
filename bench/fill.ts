import { openAccount } from '../server/ledger/accounts.ts'
import { createLedger } from '../server/ledger/ledger.ts'
import { systemClock } from '../server/platform/clock.ts'
import type { Sql } from '../server/platform/database.ts'
import { createIds } from '../server/platform/ids.ts'

const accountCount = 2_000
/** Callers at once, so that batches are full. */
const callers = 800
const amountMinor = 100n

/** Fills an empty ledger through its own verb with as many postings as asked, two for each entry. */
export async function fillLedger(sql: Sql, postingCount: number): Promise<void> {
  const ids = createIds(systemClock)
  const ledger = createLedger({ sql, lanes: [sql, sql], clock: systemClock, ids, batch: { depth: 1 } })
  const open = (purpose: 'customer' | 'opening', floor: bigint | null) =>
    openAccount(sql, { id: ids(), purpose, ownerId: ids(), currency: 'IDR', floor, openedAt: new Date() })
  const accounts = await Promise.all(Array.from({ length: accountCount }, () => open('customer', null)))
  const actorId = ids()
  let left = postingCount / 2
  async function caller() {
    while (left > 0) {
      left -= 1
      const from = accounts[left % accountCount]!
      const to = accounts[(left * 7 + 1 + (left % 13)) % accountCount]!
      if (from === to) continue
      const legs = [
        { accountId: from, amountMinor: -amountMinor },
        { accountId: to, amountMinor },
      ]
      await ledger.submit({ actorId, key: ids(), operation: { kind: 'entry', entryKind: 'transfer', legs } })
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
}
