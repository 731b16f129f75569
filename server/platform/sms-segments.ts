import smpp from 'smpp'

/** Octets of text in one short message: 160 GSM characters (unpacked) or 70 of UCS-2; less beside a header (3GPP TS 23.040). */
const gsm = { dataCoding: 0, whole: 160, part: 153 }
const ucs2 = { dataCoding: 8, whole: 140, part: 134 }
/** Longest text that we send. */
const segmentsMax = 8
const gsmEscape = 0x1b

/** One short message: its text as bytes, and before it the header that joins it to its neighbours. */
export type Segment = { dataCoding: number; message: Buffer; udh?: Buffer }

/**
 * A text as the short messages that carry it: in the GSM alphabet where it fits, else UCS-2; long ones in parts joined
 * by a user data header. `reference` tells the parts of one text from those of another (0 to 255).
 * Throws where a text is longer than anything that we ever send.
 */
export function toSegments(text: string, reference: number): Segment[] {
  const fits = smpp.encodings.ASCII.match(text)
  const alphabet = fits ? gsm : ucs2
  const bytes = fits ? smpp.encodings.ASCII.encode(text) : smpp.encodings.UCS2.encode(text)
  if (bytes.length <= alphabet.whole) return [{ dataCoding: alphabet.dataCoding, message: bytes }]
  const parts = split(bytes, alphabet.part, fits ? endsInEscape : endsInHighSurrogate)
  if (parts.length > segmentsMax) throw new RangeError(`a text of ${parts.length} short messages`)
  return parts.map((message, index) => ({
    dataCoding: alphabet.dataCoding,
    message,
    udh: Buffer.from([5, 0, 3, reference & 0xff, parts.length, index + 1]),
  }))
}

function split(bytes: Buffer, size: number, cutsCharacter: (part: Buffer) => number): Buffer[] {
  const parts: Buffer[] = []
  for (let start = 0; start < bytes.length; ) {
    const part = bytes.subarray(start, start + size)
    const isLast = start + size >= bytes.length
    const kept = isLast ? part : part.subarray(0, part.length - cutsCharacter(part))
    parts.push(kept)
    start += kept.length
  }
  return parts
}

/** Bytes to leave for the next part, so that no character is cut in two. */
function endsInEscape(part: Buffer): number {
  return part.at(-1) === gsmEscape ? 1 : 0
}

function endsInHighSurrogate(part: Buffer): number {
  return (part.at(-2)! & 0xfc) === 0xd8 ? 2 : 0
}
