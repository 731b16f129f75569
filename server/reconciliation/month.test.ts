import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { BookingFault } from '../../sandbox/bank/statement.ts'
import { checkLedger } from '../ledger/check.ts'
import { catchUp } from './reconciliation.jobs.ts'
import { createReconciliationWorld, dayName } from './reconciliation.testing.ts'

const world = await createReconciliationWorld()
after(() => world.close())
const { database, deps, payIn, payInUntold, bankServerSilent, nextMorning, kinds } = world

type Fate = 'fine' | 'missing_here' | BookingFault
const fates: Fate[] = [
  'fine',
  'bookMissing',
  'fine',
  'bookChanged',
  'bookTwice',
  'fine',
  'bookLate',
  'bookBare',
  'missing_here',
]
const leaves: Partial<Record<Fate, string>> = {
  missing_here: 'missing_here',
  bookMissing: 'missing_there',
  bookChanged: 'amount',
  bookTwice: 'duplicate',
}

describe('a generated month with the bank', () => {
  const seed = Number(process.env.RECONCILIATION_SEED ?? 7)
  const firstMorning = 1
  const days = 31
  const toEnd = 2

  it('finds each seeded break and no other, and explains each evening’s difference to the last sen', async (t) => {
    t.diagnostic(`seed ${seed} (RECONCILIATION_SEED)`)
    let state = seed
    const draw = (below: number) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
      return Math.floor((state / 2_147_483_648) * below)
    }
    const expected: string[] = []
    const late: string[] = []
    let made = 0
    for (let day = firstMorning; day < firstMorning + days + toEnd; day += 1) {
      nextMorning(day)
      const count = day < firstMorning + days ? 1 + draw(2) : 0
      for (let index = 0; index < count; index += 1) {
        // Each fate in turn, so that none is left to chance; amounts repeat, but for those that are all a line is known by.
        const fate = fates[made % fates.length]!
        const rupiah = fate === 'bookBare' ? 30_000 + made : 20_000 + draw(3)
        const reference = await payInAs(fate, rupiah)
        made += 1
        if (leaves[fate]) expected.push(`${leaves[fate]} ${reference}`)
        if (fate === 'bookLate') late.push(reference)
      }
      nextMorning(day + 1)
      await catchUp(deps)
    }
    assert.deepEqual(await kinds(), expected.sort())
    const ends = await database.sql<{ state: string }[]>`
      select distinct state from settlement_break where our_reference = any (${late}) and record_id is null`
    assert.deepEqual([...ends], [{ state: 'closed' }])
    const left = await database.sql<{ unexplained: bigint }[]>`
      select distinct difference - explained as unexplained from client_money_day where day >= ${dayName(firstMorning)}`
    assert.deepEqual([...left], [{ unexplained: 0n }])
    t.diagnostic(`${made} transfers, ${expected.length} breaks, ${late.length} late ones closed by themselves`)
    assert.deepEqual(await checkLedger(database.sql), [])
  })
})

async function payInAs(fate: Fate, rupiah: number): Promise<string> {
  if (fate === 'fine') return payIn(rupiah)
  if (fate !== 'missing_here') return payIn(rupiah, fate)
  let reference = ''
  await bankServerSilent(async () => {
    reference = await payInUntold(rupiah)
  })
  return reference
}
