import net from 'node:net'
import type { Refusal } from '../../contract/refusals.ts'
import type { Log } from './log.ts'
import { refuse } from './refusals.ts'

/** Longest wait for the scanner's answer. */
const timeoutMs = 10_000
/** Bytes of one piece of the stream, and of an answer. */
const pieceBytes = 64 * 1024
const longestAnswerBytes = 4 * 1024
const retrySeconds = 30

/** Looks through the bytes of an upload; undefined when they are clean. Refusals: file_infected, file_unchecked. */
export type Scan = (bytes: Buffer) => Promise<undefined | Refusal<'file_infected' | 'file_unchecked'>>

/**
 * ClamAV's daemon at "host:port" or "unix:/path", asked by INSTREAM (clamd's manual): length-prefixed pieces, an empty
 * one at the end, one line back. Whoever configures a scanner wants everything scanned: while it is away nothing is taken.
 */
export function createScan(address: string, log: Log): Scan {
  return async (bytes) => {
    try {
      const answer = await ask(address, bytes)
      if (/^stream: OK\0?\s*$/.test(answer)) return undefined
      if (/ FOUND\0?\s*$/.test(answer)) return refuse('file_infected', {})
      log.warn({ answer: answer.slice(0, 100) }, 'the scanner could not judge a file')
    } catch (error) {
      log.warn({ err: error }, 'the scanner is away')
    }
    return refuse('file_unchecked', { retryAfterSeconds: retrySeconds })
  }
}

function ask(address: string, bytes: Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(optionsOf(address))
    let answer = ''
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error('the scanner did not answer in time')))
    socket.on('error', reject)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (answer.length > longestAnswerBytes) socket.destroy(new Error('the scanner answered too much'))
    })
    socket.on('end', () => resolve(answer))
    socket.on('close', () => reject(new Error('the scanner hung up')))
    socket.write('zINSTREAM\0')
    for (let from = 0; from < bytes.length; from += pieceBytes) {
      const piece = bytes.subarray(from, from + pieceBytes)
      socket.write(lengthOf(piece.length))
      socket.write(piece)
    }
    socket.write(lengthOf(0))
  })
}

function lengthOf(bytes: number): Buffer {
  const prefix = Buffer.alloc(4)
  prefix.writeUInt32BE(bytes)
  return prefix
}

function optionsOf(address: string): net.NetConnectOpts {
  if (address.startsWith('unix:')) return { path: address.slice('unix:'.length) }
  const [host, port] = address.split(':')
  return { host: host!, port: Number(port) }
}
