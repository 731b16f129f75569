import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import type { Lane, Sql, Tx } from './database.ts'

/** Pause between attempts to listen again after a loss. */
const listenPauseMs = 200
/** Past this no connection that was being opened when its pool was lost is still on its way. */
const strayMs = 30_000

/** What one generation wants to be different from the others. */
export type PoolOptions = {
  max?: number
  onclose(): void
  onnotify?(channel: string, text: string): void
}

/** Lives and dies as one: after the loss of a connection nothing of it is used again. */
type Generation = {
  pool: Sql
  lost: boolean
  /** Whoever still waits for an answer of this generation. */
  waiting: Waiting[]
}

type Waiting = { at: number; end(reason: Error): void }

/**
 * Answers how to leave again: the last one takes the place. Not a Set: V8 leaves each table that a Set has outgrown with
 * a link to the next, so that all that ever came and went would stay until the whole heap is looked through.
 */
function enter(waiting: Waiting[], end: Waiting['end']): () => void {
  const own = { at: waiting.length, end }
  waiting.push(own)
  return () => {
    const last = waiting.pop()!
    if (last === own) return
    waiting[own.at] = last
    last.at = own.at
  }
}

/**
 * A pool that outlives its server. postgres.js 3.4.9 leaves a connection unusable when its server dies between two
 * writes: bytes of the old session stay in front of the next one's, a query that had no answer may wait for ever, and a
 * transaction goes on writing to a connection that is somebody else's by then (its issues 1154 and 1208). So no
 * connection is used again after a loss: the whole pool is given up at once, whoever waited is told, and the next query
 * opens a new one. What was under way has an unknown outcome, as after every lost connection.
 */
export function createLastingPool(open: (options: PoolOptions) => Sql): Sql {
  let ended = false
  let current = openGeneration()

  function openGeneration(): Generation {
    const generation: Generation = {
      pool: open({ onclose: () => retire(generation) }),
      lost: false,
      waiting: [],
    }
    return generation
  }

  function retire(generation: Generation) {
    if (generation.lost || ended) return
    generation.lost = true
    current = openGeneration()
    void generation.pool.end({ timeout: 0 })
    // A connection that was being opened just now would come to stay, with nobody to use it.
    const stray = generation.pool as unknown as { close(): Promise<void> }
    setTimeout(() => stray.close(), strayMs).unref()
    for (const { end } of generation.waiting) end(connectionLost())
  }

  /** Ends with the generation: whoever waits is told, and nothing is sent any more. */
  function onOne<Result>(run: (generation: Generation) => Promise<Result>): Promise<Result> {
    const generation = current
    return new Promise((resolve, reject) => {
      const leave = enter(generation.waiting, reject)
      run(generation).then(resolve, reject).finally(leave)
    })
  }

  function begin(...args: [string, Work] | [Work]): Promise<unknown> {
    const work = args.at(-1) as Work
    return onOne((generation) => {
      const guarded = (tx: Tx) => whileAlive(generation, work(guardTransaction(generation, tx)))
      return args.length === 2 ? generation.pool.begin(args[0], guarded) : generation.pool.begin(guarded)
    })
  }

  /** What a pool of one connection can do besides: `work` has it to itself only as far as nobody else asks (`Lane`). */
  function pinned(work: Work): Promise<unknown> {
    return onOne((generation) =>
      whileAlive(generation, work(guardTransaction(generation, generation.pool as unknown as Tx))),
    )
  }

  async function end(options?: { timeout?: number }) {
    ended = true
    await current.pool.end(options)
  }

  const query = (first: TemplateStringsArray, ...rest: never[]) => current.pool(first, ...rest)
  const members = {
    begin,
    pinned,
    listen: (channel: string, hear: Hear, resumed?: () => void) => listen(open, channel, hear, resumed),
    end,
    unsafe: (text: string, ...rest: never[]) => current.pool.unsafe(text, ...rest),
    json: (value: never) => current.pool.json(value),
    array: (value: never) => current.pool.array(value),
    typed: (value: never, type: never) => current.pool.typed(value, type),
    get options() {
      return current.pool.options
    },
    get parameters() {
      return current.pool.parameters
    },
  } as unknown as Members
  return Object.defineProperties(query, Object.getOwnPropertyDescriptors(members)) as unknown as Sql
}

type Members = Pick<
  Lane,
  'begin' | 'pinned' | 'end' | 'listen' | 'unsafe' | 'json' | 'array' | 'typed' | 'options' | 'parameters'
>
type Work = (tx: Tx) => unknown
type Hear = (text: string) => void

/**
 * Listens on a connection of its own, and again as soon as there is a server after a loss; `resumed` is called each time
 * it listens, for something may have been missed.
 */
async function listen(open: (options: PoolOptions) => Sql, channel: string, hear: Hear, resumed?: () => void) {
  let stopped = false
  let line = await openLine(open, channel, hear)
  resumed?.()

  async function reopen(): Promise<Line | undefined> {
    while (!stopped) {
      const opened = await openLine(open, channel, hear).catch(() => undefined)
      if (opened) return opened
      await sleep(listenPauseMs, undefined, { ref: false })
    }
    return undefined
  }

  async function keep() {
    for (;;) {
      await line.gone
      void line.sql.end({ timeout: 0 })
      const next = await reopen()
      if (!next) return
      line = next
      if (stopped) return void line.sql.end({ timeout: 0 })
      resumed?.()
    }
  }
  void keep()

  const unlisten = async () => {
    stopped = true
    await line.sql.end({ timeout: 0 })
  }
  return { state: { state: 'I', pid: 0, secret: 0 }, unlisten }
}

type Line = { sql: Sql; gone: Promise<void> }

async function openLine(open: (options: PoolOptions) => Sql, channel: string, hear: Hear): Promise<Line> {
  const { promise: gone, resolve: onclose } = Promise.withResolvers<void>()
  const sql = open({ max: 1, onclose, onnotify: (_channel, text) => hear(text) })
  try {
    await Promise.race([sql`listen ${sql(channel)}`, gone.then(() => Promise.reject(connectionLost()))])
    return { sql, gone }
  } catch (error) {
    void sql.end({ timeout: 0 })
    throw error
  }
}

/** Its queries fail once the generation is lost: by then the connection may carry another session. */
function guardTransaction(generation: Generation, tx: Tx): Tx {
  const source = () => (generation.lost ? nowhere : tx)
  const query = (first: TemplateStringsArray, ...rest: never[]) => source()(first, ...rest)
  const members = {
    unsafe: (text: string, ...rest: never[]) => source().unsafe(text, ...rest),
    json: (value: never) => tx.json(value),
    array: (value: never) => tx.array(value),
    typed: (value: never, type: never) => tx.typed(value, type),
    savepoint: (...args: [string, Work] | [Work]) => {
      const work = args.at(-1) as Work
      const guarded = (inner: Tx) => whileAlive(generation, work(guardTransaction(generation, inner)))
      return args.length === 2 ? tx.savepoint(args[0], guarded) : tx.savepoint(guarded)
    },
  }
  return Object.assign(query, members) as unknown as Tx
}

/** After a loss the work never settles: the library would write a commit or a rollback to the dead connection. */
async function whileAlive(generation: Generation, work: unknown): Promise<unknown> {
  try {
    const result = await (Array.isArray(work) ? Promise.all(work) : work)
    return generation.lost ? new Promise(() => {}) : result
  } catch (error) {
    return generation.lost ? new Promise(() => {}) : Promise.reject(error)
  }
}

/** Answers every query with the error that its connection has ended. */
const nowhere = postgres({ max: 1 }) as unknown as Sql
void nowhere.end()

function connectionLost(): Error {
  return Object.assign(new Error('the connection to the database was lost'), { code: 'CONNECTION_CLOSED' })
}
