import { BinaryArray } from './arrays.ts'
import { timeType } from './time-type.ts'

/**
 * How PostgreSQL's arrays are read and written, by the numbers that its built-in types have for ever. The library would
 * ask the server on each new connection, and a server that dies over this question leaves a rejection that nobody can
 * handle.
 */
type ArrayType = {
  to: number
  from: number[]
  parse(text: string): unknown
  serialize(values: unknown): string | Uint8Array
}

const arrayType = (number: number, read: (element: string) => unknown): ArrayType => ({
  to: number,
  from: [number],
  parse: (text) => readArray(text, read),
  serialize(values) {
    if (values instanceof BinaryArray) return values.bytes
    // A statement that is sent again has written its own before.
    if (typeof values === 'string' || values instanceof Uint8Array) return values
    return writeArray(values as unknown[])
  },
})

const asText = (element: string) => element

export const arrayTypes: Record<string, ArrayType> = {
  boolArray: arrayType(1000, (element) => element === 't'),
  nameArray: arrayType(1003, asText),
  int2Array: arrayType(1005, Number),
  int4Array: arrayType(1007, Number),
  textArray: arrayType(1009, asText),
  varcharArray: arrayType(1015, asText),
  int8Array: arrayType(1016, BigInt),
  dateArray: arrayType(1182, timeType.parse),
  timestamptzArray: arrayType(1185, timeType.parse),
  uuidArray: arrayType(2951, asText),
}

const elements = /"((?:[^"\\]|\\.)*)"|([^,{}]+)/g

/** One dimension: nobody here reads more. */
function readArray(text: string, read: (element: string) => unknown): unknown[] {
  return Array.from(text.matchAll(elements), ([, quoted, bare]) => {
    if (bare === 'NULL') return null
    return read(bare ?? quoted!.replace(/\\(.)/g, '$1'))
  })
}

function writeArray(values: unknown[]): string {
  return `{${values.map(writeElement).join(',')}}`
}

function writeElement(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  const text = value instanceof Date ? value.toISOString() : String(value)
  return `"${text.replace(/["\\]/g, '\\$&')}"`
}
