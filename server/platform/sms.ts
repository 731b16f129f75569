import { setTimeout as pause } from 'node:timers/promises'
import type { Refusal } from '../../contract/refusals.ts'
import { QueueFull } from './batches.ts'
import { createLimiter } from './limiter.ts'
import { refuse } from './refusals.ts'
import { type LinkOptions, openSmppLink } from './smpp-link.ts'
import { type Segment, toSegments } from './sms-segments.ts'

/** Messages under way at once, and those that may wait for their turn. */
const windowSize = 10
const queueLimit = 200
/** Pauses before each try of one short message: the centre may be busy or the link may break under it. */
const triesAfterMs = [0, 200, 500, 1_000]

/** SMPP 3.4, 5.1.3 */
const statusOk = 0x00
const statusQueueFull = 0x14
const statusThrottled = 0x58
const passing = new Set([statusQueueFull, statusThrottled])

/** Types of number (5.2.5) and numbering plans (5.2.6). */
const international = { ton: 1, npi: 1 }
const alphanumeric = { ton: 5, npi: 0 }

export type SmsOptions = LinkOptions & { sender: string }

/** Sends text messages. The text is secret: it may hold a code, and is never logged. */
export type Sms = {
  /** `to` in E.164. `sent` when the centre has taken it; refuses with `sms_unreachable` when it did not in bounded time. */
  send(message: { to: string; text: string }): Promise<'sent' | Refusal<'sms_unreachable'>>
  close(): Promise<void>
}

export function createSms(options: SmsOptions): Sms {
  const link = openSmppLink(options)
  const limiter = createLimiter({ concurrency: windowSize, queueLimit })
  let reference = 0

  async function sendSegment(to: string, segment: Segment): Promise<boolean> {
    for (const pauseMs of triesAfterMs) {
      await pause(pauseMs)
      const answer = await link.submit(fieldsOf(options.sender, to, segment))
      if (answer === 'unbound' || answer === 'silent') return false
      if (answer === 'lost') continue
      if (answer.status === statusOk) return true
      if (passing.has(answer.status)) continue
      options.log.warn({ status: answer.status }, 'the message centre refused a message')
      return false
    }
    return false
  }

  async function sendText(to: string, text: string): Promise<boolean> {
    reference = (reference + 1) & 0xff
    for (const segment of toSegments(text, reference)) if (!(await sendSegment(to, segment))) return false
    return true
  }

  return {
    async send({ to, text }) {
      try {
        const sent = await limiter.run(() => sendText(to, text))
        return sent ? 'sent' : refuse('sms_unreachable', {})
      } catch (error) {
        if (error instanceof QueueFull) return refuse('sms_unreachable', {})
        throw error
      }
    },
    close: link.close,
  }
}

function fieldsOf(sender: string, to: string, segment: Segment) {
  const from = /^\d+$/.test(sender) ? international : alphanumeric
  return {
    source_addr_ton: from.ton,
    source_addr_npi: from.npi,
    source_addr: sender,
    dest_addr_ton: international.ton,
    dest_addr_npi: international.npi,
    destination_addr: to.replace('+', ''),
    data_coding: segment.dataCoding,
    short_message: segment.udh ? { message: segment.message, udh: segment.udh } : segment.message,
  }
}
