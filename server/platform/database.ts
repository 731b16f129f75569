import { setTimeout as sleep } from 'node:timers/promises'
import postgres from 'postgres'
import { arrayTypes } from './array-types.ts'
import type { BinaryArray } from './arrays.ts'
import { createLastingPool } from './lasting-pool.ts'
import { timeType } from './time-type.ts'

/** `int8` arrives as bigint: counts are cast to `int` in the query that wants a number. Arrays are known, not asked for. */
const types = { ...arrayTypes, bigint: postgres.BigInt } as {
  [name in keyof Parameters]: postgres.PostgresType<Parameters[name]>
}
/** What a statement takes beside the library's own: one name for each, whatever type of array it is. */
type Parameters = { bigint: bigint; binaryArray: BinaryArray }
export type Sql = postgres.Sql<Parameters>
export type Tx = postgres.TransactionSql<Parameters>
/** A connection or a transaction: what reading verbs take. */
export type Db = Sql | Tx

/** The role that every request runs as; migrations run as the owner. The ledger's tables refuse its direct writes. */
const applicationRole = 'dompet_app'

/**
 * A pool of one connection: what is asked of it first is done first. `pinned` lets work ask of the connection of now and
 * of no later one: after a loss its queries fail, and so does it.
 */
export type Lane = Sql & { pinned<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> }

export type DatabaseOptions = {
  connections: number
  name: string
  /** Commits that the disk has not kept yet may be lost with the server: for work that is then simply done again. */
  losesLast?: boolean
}

/** Longest wait for a server that takes a connection and does not greet. */
const connectTimeoutSeconds = 5

/** A pool that acts as the application's role, and goes on after the server went away and came back. */
export function connect(url: string, options: DatabaseOptions): Sql {
  return createLastingPool((more) =>
    postgres(url, {
      max: options.connections,
      types: { ...types, date: timeType } as typeof types,
      fetch_types: false,
      onnotice: () => {},
      // Connections end when they are lost and at no other time.
      max_lifetime: null,
      connect_timeout: connectTimeoutSeconds,
      connection: {
        application_name: options.name,
        role: applicationRole,
        ...(options.losesLast ? { synchronous_commit: 'off' } : {}),
      },
      ...more,
    }),
  )
}

export function connectLanes(url: string, { lanes, name }: { lanes: number; name: string }): Lane[] {
  return Array.from({ length: lanes }, () => connect(url, { connections: 1, name }) as Lane)
}

/**
 * A single connection that acts as the owner: migrations, operator's commands, and whether a server answers. In UTC whatever
 * the server's zone: days and months that a migration speaks of are everywhere the same. Like `connect` it knows arrays by
 * itself: asked for them, a server that dies over the answer leaves a rejection that nobody can handle.
 */
export function connectOwner(url: string): Sql {
  return postgres(url, { max: 1, types, fetch_types: false, onnotice: () => {}, connection: { TimeZone: 'UTC' } })
}

/** Longest wait at the start for a server that is still starting itself, and the pause between two tries. */
const serverWaitMs = 60_000
const serverPauseMs = 100

/** Resolves when the server answers; throws what it said last when it does not in time. */
export async function awaitServer(url: string): Promise<void> {
  const patienceEnds = performance.now() + serverWaitMs
  for (;;) {
    const owner = connectOwner(url)
    try {
      await owner`select 1`
      return
    } catch (error) {
      if (!isConnectionLost(error) || performance.now() > patienceEnds) throw error
      await sleep(serverPauseMs)
    } finally {
      await owner.end({ timeout: 1 })
    }
  }
}

const retryable = new Set(['40001', '40P01', '55P03'])

/** A deadlock or serialisation failure: the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof postgres.PostgresError && retryable.has(error.code)
}

/** What postgres.js, the system and PostgreSQL say of a connection that could not be had or was lost. */
const lost = new Set([
  ...['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
  // Ended by an administrator, by the crash of a neighbour, still starting; connection failures; too many connections.
  ...['57P01', '57P02', '57P03', '08000', '08001', '08003', '08004', '08006', '53300'],
])

/** The database is away. Whether a statement that was under way took effect is unknown. */
export function isConnectionLost(error: unknown): boolean {
  return error instanceof Error && 'code' in error && lost.has(String(error.code))
}

/** The constraint that refused a row, if that is what the error says. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError && error.code.startsWith('23') ? error.constraint_name : undefined
}
