/** Tag, length, value as EMVCo merchant-presented codes write them: two digits each for tag and length. */
export type Field = { tag: string; value: string }

/** Longest value that two digits of length can announce. */
export const maximumValueCharacters = 99

/** Reads fields until the text ends; `undefined` where a field is not whole or a tag comes twice. */
export function readFields(text: string): Map<string, string> | undefined {
  const fields = new Map<string, string>()
  for (let at = 0; at < text.length; ) {
    const head = text.slice(at, at + 4)
    if (!/^\d{4}$/.test(head)) return undefined
    const tag = head.slice(0, 2)
    const end = at + 4 + Number(head.slice(2))
    if (end > text.length || fields.has(tag)) return undefined
    fields.set(tag, text.slice(at + 4, end))
    at = end
  }
  return fields
}

/** Writes fields in the given order. Throws on a value that no code can hold: values are ours, so that is a bug. */
export function writeFields(fields: Field[]): string {
  return fields
    .map(({ tag, value }) => {
      if (value.length === 0 || value.length > maximumValueCharacters)
        throw new RangeError(`tag ${tag} cannot hold ${value.length} characters`)
      return `${tag}${String(value.length).padStart(2, '0')}${value}`
    })
    .join('')
}

/** CRC-16 with polynomial 0x1021 and start 0xFFFF (CCITT), as four upper-case hexadecimal digits. */
export function checksum(text: string): string {
  let crc = 0xffff
  for (const byte of Buffer.from(text, 'utf8')) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, '0')
}
