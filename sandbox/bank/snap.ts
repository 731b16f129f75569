import { createHash, createHmac, type KeyObject, sign, timingSafeEqual, verify } from 'node:crypto'

/** SNAP BI, Bank Indonesia's national open API standard: its signatures, times, amounts and answer codes. */

/** Largest difference between a caller's clock and ours. */
export const SKEW_MAX_MS = 5 * 60_000
const JAKARTA_OFFSET_MS = 7 * 3_600_000

export interface SnapAnswer {
  http: number
  body: { responseCode: string; responseMessage: string } & Record<string, unknown>
}

/** An answer whose responseCode is HTTP status (3) + service (2) + case (2), such as 200 27 00. */
export function snapAnswer(
  http: number,
  service: string,
  kase: string,
  message: string,
  rest: object = {},
): SnapAnswer {
  return { http, body: { responseCode: `${http}${service}${kase}`, responseMessage: message, ...rest } }
}

const timestampPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$/

/** Reads a timestamp as real clients write it: any offset or Z, with or without milliseconds; null when malformed. */
export function parseTimestamp(text: string): Date | null {
  const at = timestampPattern.test(text) ? new Date(text) : null
  return at === null || Number.isNaN(at.getTime()) ? null : at
}

/** A timestamp in Jakarta time, as 2026-01-31T17:00:00+07:00. */
export function jakartaTimestamp(at: Date): string {
  return `${new Date(at.getTime() + JAKARTA_OFFSET_MS).toISOString().slice(0, 19)}+07:00`
}

/** The calendar day in Jakarta, as 2026-01-31: X-EXTERNAL-ID is unique within it. */
export function jakartaDay(at: Date): string {
  return jakartaTimestamp(at).slice(0, 10)
}

/** Verifies the signature of a token request: SHA256withRSA over `clientKey|timestamp`. */
export function tokenSignatureHolds(key: KeyObject, clientKey: string, timestamp: string, signature: string): boolean {
  return rsaHolds(key, `${clientKey}|${timestamp}`, signature)
}

export interface SignedCall {
  method: string
  /** The path as it stands on the wire, from the first slash, with its query. */
  path: string
  token: string
  rawBody: Buffer
  timestamp: string
}

/** HMAC-SHA512 of a call in base64, over `METHOD:PATH:TOKEN:lowerhex(sha256(body)):TIMESTAMP`. */
export function signCall(clientSecret: string, call: SignedCall, bodyHash: string): string {
  const text = `${call.method}:${call.path}:${call.token}:${bodyHash}:${call.timestamp}`
  return createHmac('sha512', clientSecret).update(text).digest('base64')
}

/**
 * Verifies the signature of a call. Real clients differ in what they hash: the raw body or the body minified again
 * (facts of the standard's clients); both are taken, nothing else.
 */
export function callSignatureHolds(clientSecret: string, call: SignedCall, signature: string): boolean {
  return bodyHashes(call.rawBody).some((hash) => sameText(signCall(clientSecret, call, hash), signature))
}

function bodyHashes(rawBody: Buffer): string[] {
  const hashes = [sha256Hex(rawBody)]
  try {
    hashes.push(sha256Hex(JSON.stringify(JSON.parse(rawBody.toString('utf8')))))
  } catch {
    // A body that is no JSON has only its raw hash, and is refused later by its format.
  }
  return hashes
}

/** Signature of a notification: base64 of SHA256withRSA over `POST:PATH:lowerhex(sha256(minified body)):TIMESTAMP`. */
export function signNotification(key: KeyObject, path: string, minifiedBody: string, timestamp: string): string {
  const text = `POST:${path}:${sha256Hex(minifiedBody)}:${timestamp}`
  return sign('sha256', Buffer.from(text), key).toString('base64')
}

/** Verifies what signNotification makes. */
export function notificationSignatureHolds(
  key: KeyObject,
  notification: { path: string; body: string; timestamp: string; signature: string },
): boolean {
  const { path, body, timestamp, signature } = notification
  return rsaHolds(key, `POST:${path}:${sha256Hex(body)}:${timestamp}`, signature)
}

function rsaHolds(key: KeyObject, text: string, signature: string): boolean {
  return verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64'))
}

function sha256Hex(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex')
}

function sameText(left: string, right: string): boolean {
  const a = Buffer.from(left)
  const b = Buffer.from(right)
  return a.length === b.length && timingSafeEqual(a, b)
}
