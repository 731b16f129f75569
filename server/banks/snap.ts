import { createHash, createHmac, type KeyObject, sign, verify } from 'node:crypto'

// SNAP BI, Bank Indonesia's national open API standard: its times, signatures and answer codes.

/** Largest difference between the other side's clock and ours. */
export const maximumSkewMs = 5 * 60_000
const jakartaOffsetMs = 7 * 3_600_000

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/

/** A timestamp as real callers write it: any offset or Z, with or without parts of a second. */
export function readTimestamp(text: string): Date | undefined {
  const at = timestampPattern.test(text) ? new Date(text) : undefined
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at
}

/** Jakarta time, as 2026-01-31T17:00:00+07:00. */
export function writeTimestamp(at: Date): string {
  return `${new Date(at.getTime() + jakartaOffsetMs).toISOString().slice(0, 19)}+07:00`
}

function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Signature of a request for a token: SHA256withRSA over `clientKey|timestamp`. */
export function signTokenRequest(key: KeyObject, clientKey: string, timestamp: string): string {
  return sign('sha256', Buffer.from(`${clientKey}|${timestamp}`), key).toString('base64')
}

export type Call = { method: string; path: string; token: string; body: string; timestamp: string }

/** Signature of a call: HMAC-SHA512 over `METHOD:PATH:TOKEN:lowerhex(sha256(minified body)):TIMESTAMP`. */
export function signCall(clientSecret: string, { method, path, token, body, timestamp }: Call): string {
  const text = `${method}:${path}:${token}:${sha256Hex(body)}:${timestamp}`
  return createHmac('sha512', clientSecret).update(text).digest('base64')
}

export type SignedNotice = { path: string; rawBody: Buffer; timestamp: string; signature: string }

/**
 * Is this notification the bank's own word? SHA256withRSA over `POST:PATH:lowerhex(sha256(body)):TIMESTAMP`. Real
 * callers differ in what they hash: the raw body, or the body minified again. Both count, nothing else.
 */
export function isSigned(key: KeyObject, notice: SignedNotice): boolean {
  const signature = Buffer.from(notice.signature, 'base64')
  return bodyHashes(notice.rawBody).some((hash) =>
    verify('sha256', Buffer.from(`POST:${notice.path}:${hash}:${notice.timestamp}`), key, signature),
  )
}

function bodyHashes(rawBody: Buffer): string[] {
  const hashes = [sha256Hex(rawBody)]
  const minified = minify(rawBody)
  return minified === undefined ? hashes : [...hashes, sha256Hex(minified)]
}

/** Undefined where the bytes are no JSON, or nested deeper than it can be written again: nobody has signed that. */
function minify(bytes: Buffer): string | undefined {
  const parsed = parseJson(bytes)
  try {
    return JSON.stringify(parsed)
  } catch {
    return undefined
  }
}

/** Undefined where the bytes are no JSON. */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}
