/**
 * An array as PostgreSQL's binary format has it. Read there without a look at each character, which was a tenth of what a
 * posting cost (decision 28). It may stand only where the statement wants an array of just this type.
 */
export class BinaryArray {
  readonly bytes: Uint8Array
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }
}

/** Dimensions, whether there are nulls, type of the elements, their number and where counting begins. */
const headerBytes = 20
const lengthBytes = 4
const nullLength = -1
const elementTypes = { uuid: 2950, int4: 23, int8: 20, text: 25, timestamptz: 1184 }

type Writer<Value> = {
  type: number
  sizeOf(value: Value): number
  write(buffer: Buffer, at: number, value: Value): void
}

function writeArray<Value>(writer: Writer<Value>, values: readonly (Value | null)[]): BinaryArray {
  let size = headerBytes
  let hasNulls = 0
  for (const value of values) {
    size += lengthBytes
    if (value === null) hasNulls = 1
    else size += writer.sizeOf(value)
  }
  const buffer = Buffer.allocUnsafe(size)
  buffer.writeInt32BE(1, 0)
  buffer.writeInt32BE(hasNulls, 4)
  buffer.writeInt32BE(writer.type, 8)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  let at = headerBytes
  for (const value of values) {
    const length = value === null ? nullLength : writer.sizeOf(value)
    buffer.writeInt32BE(length, at)
    at += lengthBytes
    if (value === null) continue
    writer.write(buffer, at, value)
    at += length
  }
  return new BinaryArray(buffer)
}

const uuidBytes = 16
/** The digits' places in a uuid's text, two for each byte; between some of them stands a dash. */
const digitPlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34]
const dashPlaces = [8, 13, 18, 23]
const dash = 45
const noDigit = 0x100
const digits = new Uint16Array(0x80).fill(noDigit)
for (const [value, digit] of [...'0123456789abcdef'].entries()) {
  digits[digit.charCodeAt(0)] = value
  digits[digit.toUpperCase().charCodeAt(0)] = value
}

const uuids: Writer<string> = {
  type: elementTypes.uuid,
  sizeOf: () => uuidBytes,
  write(buffer, at, value) {
    let faults = value.length === 36 ? 0 : noDigit
    for (const place of dashPlaces) if (value.charCodeAt(place) !== dash) faults = noDigit
    for (let index = 0; index < uuidBytes; index += 1) {
      const place = digitPlaces[index]!
      const high = digits[value.charCodeAt(place)] ?? noDigit
      const low = digits[value.charCodeAt(place + 1)] ?? noDigit
      faults |= high | low
      buffer[at + index] = (high << 4) | low
    }
    if (faults >= noDigit) throw new RangeError('not a uuid')
  },
}

const ints: Writer<number> = {
  type: elementTypes.int4,
  sizeOf: () => 4,
  write(buffer, at, value) {
    if (!Number.isInteger(value)) throw new RangeError('not a whole number')
    // Throws for what does not fit; so does the next.
    buffer.writeInt32BE(value, at)
  },
}

const bigints: Writer<bigint> = {
  type: elementTypes.int8,
  sizeOf: () => 8,
  write: (buffer, at, value) => void buffer.writeBigInt64BE(value, at),
}

const texts: Writer<string> = {
  type: elementTypes.text,
  sizeOf: (value) => Buffer.byteLength(value),
  write: (buffer, at, value) => void buffer.write(value, at),
}

/** Where PostgreSQL begins to count microseconds. */
const beginning = Date.UTC(2000, 0)

const times: Writer<Date> = {
  type: elementTypes.timestamptz,
  sizeOf: () => 8,
  write: (buffer, at, value) => void buffer.writeBigInt64BE(BigInt((value.getTime() - beginning) * 1000), at),
}

export const uuidArray = (values: readonly (string | null)[]) => writeArray(uuids, values)
export const intArray = (values: readonly (number | null)[]) => writeArray(ints, values)
export const bigintArray = (values: readonly (bigint | null)[]) => writeArray(bigints, values)
/** Also for types that have no writer here: text[] is cast to any. */
export const textArray = (values: readonly (string | null)[]) => writeArray(texts, values)
export const timeArray = (values: readonly (Date | null)[]) => writeArray(times, values)
/** A text[] with the JSON of each value. */
export const jsonArray = (values: readonly unknown[]) => textArray(values.map((value) => JSON.stringify(value)))
