import { type Logger, pino } from 'pino'

export type Log = Logger

/** Names of fields that never reach a log line, at any of the depths that we log. */
const secretFields = [
  'password',
  'newPassword',
  'pin',
  'newPin',
  'code',
  'token',
  'secret',
  'authorization',
  'cookie',
  'smsText',
  'payload',
  'card',
]

const paths = secretFields.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: safeError },
  })
}

/** An error without the values of the query that caused it: parameters may hold personal data. */
function safeError(error: unknown) {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack } = error
  const code = 'code' in error ? error.code : undefined
  const constraint = 'constraint_name' in error ? error.constraint_name : undefined
  return { name, message, stack, code, constraint }
}
