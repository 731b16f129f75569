import type { Lane, Sql, Tx } from './database.ts'

/**
 * One transaction. `work` calls `commit` once, last, and together with what it writes; a transaction that ends without it
 * has changed nothing. `sent` is told when the next transaction of the lane may be begun.
 */
export type Transact = <Result>(work: Work<Result>, sent?: () => void) => Promise<Result>
type Work<Result> = (tx: Tx, commit: () => Promise<void>) => Promise<Result>

/** On any connection of a pool, or inside a transaction: every step waits for the answer of the one before. */
export function transactOn(sql: Sql): Transact {
  return async <Result>(work: Work<Result>) => {
    let kept = false
    let left: { result: Result } | undefined
    const nothingKept = new Error('nothing to commit')
    const commit = async () => {
      kept = true
    }
    try {
      await sql.begin(async (tx) => {
        left = { result: await work(tx, commit) }
        if (!kept) throw nothingKept
      })
    } catch (error) {
      if (error !== nothingKept) throw error
    }
    return left!.result
  }
}

/**
 * postgres.js keeps less than this many bytes back until the process has looked at everything else that has come in. A
 * transaction that holds locks does not wait for that.
 */
const sentAtOnce = 1024

/**
 * In line on a lane: `begin` leaves with what is asked first, `commit` with what is written last, and the next
 * transaction is sent behind it. PostgreSQL goes from one to the next without waiting for this process, which has the
 * answers of the last one to give meanwhile.
 *
 * Order is everything here: a statement behind the commit would be a transaction of its own, so it is refused, and
 * nobody begins before the one before has sent its end.
 */
export function transactInLine(lane: Lane): Transact {
  let free: Promise<void> = Promise.resolve()
  return async (work, sent = () => {}) => {
    const before = free
    const { promise, resolve: pass } = Promise.withResolvers<void>()
    free = promise
    await before
    try {
      return await lane.pinned(async (tx) => {
        let failed = false
        let ending: Promise<void> | undefined
        async function send(end: 'commit' | 'rollback') {
          // A query is sent some microtasks after it was made: once all of them have run, so have those made before, and
          // it is known whether one failed before it was sent, which PostgreSQL would not know.
          await Promise.resolve()
          await new Promise<void>((resolve) => process.nextTick(resolve))
          const ended = tx.unsafe((failed ? 'rollback' : end).padEnd(sentAtOnce)).execute()
          pass()
          sent()
          // PostgreSQL answers a commit after a failure with ROLLBACK, and with no error.
          const { command } = await ended
          if (command !== end.toUpperCase()) throw new Error(`asked to ${end}, and the database did ${command}`)
        }
        async function end(how: 'commit' | 'rollback') {
          if (ending) throw new Error('this transaction has ended')
          ending = send(how)
          await ending
        }
        const open = whileOpen(tx, () => !ending)
        try {
          const begun = tx.unsafe('begin').execute()
          const done = Promise.all([work(open, () => end('commit')), begun])
          done.catch(() => {
            failed = true
          })
          const [result] = await done
          if (!ending) await end('rollback')
          return result
        } catch (error) {
          // The line is free when the end has been sent, and not before; what went wrong first is what is told.
          await (ending ?? end('rollback')).catch(() => {})
          throw error
        }
      })
    } finally {
      pass()
    }
  }
}

function whileOpen(tx: Tx, isOpen: () => boolean): Tx {
  return new Proxy(tx, {
    apply(query, self, strings) {
      if (!isOpen()) throw new Error('this transaction has ended')
      return Reflect.apply(query, self, strings)
    },
  })
}
