import postgres from 'postgres'

/** `int8` arrives as bigint: counts are cast to `int` in the query that wants a number. */
const types = { bigint: postgres.BigInt }
export type Sql = postgres.Sql<{ bigint: bigint }>
export type Tx = postgres.TransactionSql<{ bigint: bigint }>
/** A connection or a transaction: what reading verbs take. */
export type Db = Sql | Tx

/** The role that every request runs as; migrations run as the owner. The ledger's tables refuse its direct writes. */
const applicationRole = 'dompet_app'

export type DatabaseOptions = { connections: number; name: string }

/** A pool that acts as the application's role. */
export function connect(url: string, options: DatabaseOptions): Sql {
  return postgres(url, {
    max: options.connections,
    types,
    onnotice: () => {},
    connection: { application_name: options.name, role: applicationRole },
  })
}

/** A single connection that acts as the owner: migrations and operator's commands. */
export function connectOwner(url: string): Sql {
  return postgres(url, { max: 1, types, onnotice: () => {} })
}

/** PostgreSQL's array syntax for values without quotes, commas or braces in them (uuids, integers). */
export function plainArray(values: readonly (string | bigint | number | null)[]): string {
  return `{${values.map((value) => (value === null ? 'NULL' : value)).join(',')}}`
}

/** PostgreSQL's array syntax for any text. */
export function textArray(values: readonly (string | null)[]): string {
  return `{${values.map(quoted).join(',')}}`
}

function quoted(value: string | null): string {
  if (value === null) return 'NULL'
  return special.test(value) ? `"${value.replace(specials, '\\$&')}"` : `"${value}"`
}
const special = /["\\]/
const specials = /["\\]/g

const retryable = new Set(['40001', '40P01', '55P03'])

/** A deadlock or serialisation failure: the whole transaction may be tried again. */
export function isRetryable(error: unknown): boolean {
  return error instanceof postgres.PostgresError && retryable.has(error.code)
}

/** The constraint that refused a row, if that is what the error says. */
export function violatedConstraint(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError && error.code.startsWith('23') ? error.constraint_name : undefined
}
