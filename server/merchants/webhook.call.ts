import { lookup } from 'node:dns'
import http, { type RequestOptions } from 'node:http'
import https from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import type { AttemptResult } from './webhook.ts'

/** Longest time for one call, from the name's look-up to the end of the answer's head. */
const callTimeoutMs = 10_000
/** Only the status counts: no more than this is read of an answer, and none of it is kept. */
const answerBytesMaximum = 64 * 1024

export type WebhookCall = { url: string; headers: Record<string, string>; body: string }
export type CallOptions = { allowPrivate: boolean; timeoutMs?: number }

/** Addresses inside the operator's own networks: a merchant must not make us call what only we can reach. */
const privateAddresses = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of [
  ['::', 127],
  ['64:ff9b::', 96],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  privateAddresses.addSubnet(network, prefix, 'ipv6')

function isPrivate(address: string): boolean {
  return privateAddresses.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** An expected failure of a call, with the stable word that is recorded. */
class CallFailure extends Error {
  readonly word: string
  constructor(word: string) {
    super(word)
    this.word = word
  }
}

/** Looks a name up and refuses it where it leads inside; the connection goes to the very address that was judged. */
const publicLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error || !first) done(error ?? new CallFailure('name_unknown'), [])
    else if (addresses.some(({ address }) => isPrivate(address))) done(new CallFailure('address_private'), [])
    else if (options.all) done(null, addresses)
    else done(null, first.address, first.family)
  })
}

/** Sends one webhook. Follows no redirect; answers the status, or a stable word for why there was none. Never throws. */
export async function callWebhook(call: WebhookCall, options: CallOptions): Promise<AttemptResult> {
  try {
    return { httpStatus: await post(call, options), failure: null }
  } catch (error) {
    return { httpStatus: null, failure: nameFailure(error) }
  }
}

function post(call: WebhookCall, { allowPrivate, timeoutMs = callTimeoutMs }: CallOptions): Promise<number> {
  const url = new URL(call.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowPrivate && isIP(host) !== 0 && isPrivate(host)) throw new CallFailure('address_private')
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...call.headers, 'content-length': Buffer.byteLength(call.body) },
    signal: AbortSignal.timeout(timeoutMs),
    agent: false,
    ...(allowPrivate ? {} : { lookup: publicLookup }),
  }
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, options, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > answerBytesMaximum) answer.destroy()
      })
      // The head has arrived, so the receiver has the event; what happens to the rest of its answer changes nothing.
      answer.on('error', () => {})
      resolve(answer.statusCode ?? 0)
    })
    request.on('error', reject)
    request.end(call.body)
  })
}

const failureWords: Record<string, string> = {
  ABORT_ERR: 'timeout',
  ENOTFOUND: 'name_unknown',
  EAI_AGAIN: 'name_unknown',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_lost',
}

function nameFailure(error: unknown): string {
  if (error instanceof CallFailure) return error.word
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  if (/CERT|TLS|SSL/.test(code)) return 'certificate'
  return failureWords[code] ?? 'unreachable'
}
