import { setImmediate as turn } from 'node:timers/promises'
import type { Sql, Tx } from '../../server/platform/database.ts'
import type { Random } from '../chaos/random.ts'

/** What may happen to a transaction. */
export const faults = ['none', 'deadlock', 'lost_before_commit', 'lost_after_commit', 'slow'] as const
export type Fault = (typeof faults)[number]
const faultShare = 0.35
/** Turns for which a slow transaction lets others pass. */
const slowTurns = 5
/** Turns of the event loop after which everything that can go on without a transaction has done so. */
const settlingTurns = 6

type Parked = { who: string; inOrder: boolean; fault: Fault; waits: number; run(): Promise<void> }

/** Decides, by the seed alone, which transaction runs next and what happens to it: one at a time, so that a run repeats. */
export type Turns = {
  /** The connections of one process, with faults on their way to a real PostgreSQL. */
  connection(who: string, sql: Sql): Sql
  /** A single connection: what is sent on it first is done first. */
  lane(who: string, sql: Sql): Sql
  /** Runs one of the waiting transactions, once everything else has come to rest. False where none waits. */
  next(): Promise<boolean>
  /** From now on nothing goes wrong any more. */
  calm(): void
}

export function createTurns(random: Random, note: (line: string) => void): Turns {
  const parked: Parked[] = []
  let reading = 0
  let isCalm = false

  function drawFault(): Fault {
    return !isCalm && random.chance(faultShare) ? random.pick(faults) : 'none'
  }

  function park(who: string, inOrder: boolean, sql: Sql, work: Work): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fault = drawFault()
      const run = () => transact(sql, fault, work).then(resolve, reject)
      parked.push({ who, inOrder, fault, waits: fault === 'slow' ? slowTurns : 0, run })
    })
  }

  function connect(who: string, inOrder: boolean, sql: Sql): Sql {
    const query = (first: TemplateStringsArray, ...rest: never[]) => {
      // A statement that writes is a transaction like any other.
      const writes = first.some((part) => part.startsWith('select ledger.post'))
      return writes ? park(who, inOrder, sql, (tx) => tx(first, ...rest)) : read(sql, first, rest)
    }
    return Object.assign(query, { begin: (work: Work) => park(who, inOrder, sql, work) }) as never
  }

  /** Queries that write nothing go at once, and are waited for before the next turn. */
  function read(sql: Sql, first: TemplateStringsArray, rest: never[]) {
    const query = sql(first, ...rest)
    const settle = query.then.bind(query)
    const counted = (ok: never, no: never) => {
      reading += 1
      return settle(ok, no).finally(() => {
        reading -= 1
      })
    }
    // biome-ignore lint/suspicious/noThenProperty: a query is sent when somebody waits for it, which is what is counted
    return Object.assign(query, { then: counted })
  }

  async function settle() {
    for (let turns = 0; turns < settlingTurns; turns += 1) {
      await turn()
      if (reading > 0) turns = -1
    }
  }

  return {
    connection: (who, sql) => connect(who, false, sql),
    lane: (who, sql) => connect(who, true, sql),
    async next() {
      await settle()
      if (parked.length === 0) return false
      for (const waiting of parked) waiting.waits -= 1
      const heads = parked.filter((one) => !one.inOrder || parked.find(({ who }) => who === one.who) === one)
      const ready = heads.filter(({ waits }) => waits < 0)
      const chosen = random.pick(ready.length > 0 ? ready : heads)
      parked.splice(parked.indexOf(chosen), 1)
      note(`turn of ${chosen.who}: ${chosen.fault}`)
      await chosen.run()
      await settle()
      return true
    },
    calm() {
      isCalm = true
    },
  }
}

type Work = (tx: Tx) => Promise<unknown>

async function transact(sql: Sql, fault: Fault, work: Work): Promise<unknown> {
  const result = await sql.begin(async (tx) => {
    const done = await work(tx)
    // As PostgreSQL itself would say it, and undo it.
    if (fault === 'deadlock') await tx`do $$ begin raise exception 'simulated' using errcode = '40P01'; end $$`
    if (fault === 'lost_before_commit') throw lost()
    return done
  })
  if (fault === 'lost_after_commit') throw lost()
  return result
}

function lost(): Error {
  return Object.assign(new Error('the simulation cut the connection'), { code: 'CONNECTION_CLOSED' })
}
