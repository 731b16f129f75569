import { createHmac, hash, randomBytes, randomInt } from 'node:crypto'

const codeDigits = 6
const tokenBytes = 32
const tokenPattern = /^[\w-]{43}$/

/** Randomness that must not be guessed; an argument, so that simulations own it. */
export type Secrets = { code(): string; token(): string }

export const systemSecrets: Secrets = {
  code: () => String(randomInt(10 ** codeDigits)).padStart(codeDigits, '0'),
  token: () => randomBytes(tokenBytes).toString('base64url'),
}

/** Digest of a code that was sent, under the server's key: a stolen copy of the database alone cannot try six digits. */
export function digestCode(key: Buffer, challengeId: string, code: string): Buffer {
  return createHmac('sha256', key).update(`code:${challengeId}:${code}`).digest()
}

/** Digest of a name that nobody has signed up with: no list of numbers that were tried is kept. */
export function digestUnknown(key: Buffer, kind: 'customer' | 'staff', name: string): Buffer {
  return createHmac('sha256', key).update(`unknown:${kind}:${name}`).digest()
}

/** What a session's token looks like at rest; undefined where the text cannot be one. */
export function hashToken(token: string | undefined): Buffer | undefined {
  return token !== undefined && tokenPattern.test(token) ? hash('sha256', token, 'buffer') : undefined
}
