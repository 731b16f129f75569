import type { Pdu } from './smpp.ts'

/** Where a submitted piece stands in a longer message; a whole message is segment 1 of 1. */
export interface Segment {
  reference: number
  total: number
  number: number
}

const CONCATENATED_8_BIT = 0x00
const CONCATENATED_16_BIT = 0x08

/**
 * Reads the place of a submitted piece from its user data header (3GPP TS 23.040, 9.2.3.24.1 and .8) or from the
 * sar_* parameters (SMPP 3.4, 5.3.2.22–24). Answers null where they contradict themselves.
 */
export function readSegment(pdu: Pdu): Segment | null {
  const fromHeader = readHeader(pdu.short_message?.udh ?? pdu.message_payload?.udh ?? [])
  const segment = fromHeader ?? {
    reference: pdu.sar_msg_ref_num ?? 0,
    total: pdu.sar_total_segments ?? 1,
    number: pdu.sar_segment_seqnum ?? 1,
  }
  const sound = segment.total >= 1 && segment.number >= 1 && segment.number <= segment.total
  return sound ? segment : null
}

function readHeader(elements: Buffer[]): Segment | null {
  for (const element of elements) {
    const [identifier, length] = element
    if (identifier === CONCATENATED_8_BIT && length === 3 && element.length === 5)
      return { reference: element.readUInt8(2), total: element.readUInt8(3), number: element.readUInt8(4) }
    if (identifier === CONCATENATED_16_BIT && length === 4 && element.length === 6)
      return { reference: element.readUInt16BE(2), total: element.readUInt8(4), number: element.readUInt8(5) }
  }
  return null
}

/** The text of a submitted piece, from short_message or, where that is empty, from message_payload. */
export function readText(pdu: Pdu): string {
  return asText(pdu.short_message?.message) || asText(pdu.message_payload?.message)
}

function asText(message: string | Buffer | undefined): string {
  // A binary data coding comes as bytes; the sandbox shows it rather than refusing it.
  return typeof message === 'string' ? message : (message?.toString('latin1') ?? '')
}

/** The number in international form, `+` and digits, as messages are looked up by it; '' where there is none. */
export function phoneKey(number: string): string {
  const digits = number.replace(/\D/g, '')
  if (digits === '') return ''
  return digits.startsWith('0') ? `+62${digits.slice(1)}` : `+${digits}`
}

/** The code that a person would copy out of a message: the first run of 4 to 8 digits standing alone. */
export function findCode(text: string): string | null {
  return /(?<![\w.,+-])\d{4,8}(?![\w-]|[.,]\d)/.exec(text)?.[0] ?? null
}
