import fc from 'fast-check'
import { z } from 'zod'

type Schema = z.core.JSONSchema.JSONSchema
type Value = unknown

/** Ids that values of format uuid are drawn from, so that some lead to rows that exist. `whole`: no part is left out. */
export type Known = { uuids: readonly string[]; whole?: boolean }

/** Values of the shape that a schema of the contract asks for. What a refinement forbids beside the shape may occur. */
export function valuesOf(schema: z.ZodType, known: Known): fc.Arbitrary<Value> {
  return arbitraryOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Schema, known)
}

function arbitraryOf(schema: Schema | boolean | undefined, known: Known): fc.Arbitrary<Value> {
  if (typeof schema !== 'object') return fc.jsonValue()
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map((choice) => arbitraryOf(choice as Schema, known)))
  switch (schema.type) {
    case 'object':
      return objectsOf(schema, known)
    case 'array':
      return fc.array(arbitraryOf(schema.items as Schema, known), { maxLength: Math.min(schema.maxItems ?? 4, 8) })
    case 'string':
      return stringsOf(schema, known)
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum ?? -1_000, max: Math.min(schema.maximum ?? 1_000, 2 ** 31) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    default:
      return fc.jsonValue()
  }
}

function objectsOf(schema: Schema, known: Known): fc.Arbitrary<Value> {
  const properties = Object.entries(schema.properties ?? {})
  const required = new Set(schema.required ?? [])
  return fc.record(Object.fromEntries(properties.map(([name, part]) => [name, arbitraryOf(part as Schema, known)])), {
    requiredKeys: properties.map(([name]) => name).filter((name) => known.whole || required.has(name)),
    noNullPrototype: true,
  })
}

const printable = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '2000',
    '081234567890',
    'Sari',
    '汇款 转账',
    "'; drop table payment; --",
    '../../etc',
    '<b>x</b>',
    '%00',
    '\u202e',
  ),
)

const lookaheads = /\(\?[=!](?:[^()\\]|\\.)*\)/g

function stringsOf(schema: Schema, known: Known): fc.Arbitrary<string> {
  if (schema.format === 'uuid') return fc.constantFrom(...known.uuids)
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  if (schema.format === 'uri') return fc.webUrl()
  if (schema.pattern) {
    const whole = new RegExp(schema.pattern, 'u')
    // What looks ahead cannot be drawn: drawn without it, and held against the whole.
    return fc.stringMatching(new RegExp(schema.pattern.replace(lookaheads, ''), 'u')).filter((text) => whole.test(text))
  }
  const minimum = schema.minLength ?? 0
  return printable.map((text) => text.padEnd(minimum, 'x').slice(0, schema.maxLength ?? 1_000))
}

const deep = (depth: number) => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`)

/** What no field expects, or only one of its kind does. */
const strange: readonly Value[] = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.MAX_SAFE_INTEGER + 2,
  1e308,
  '',
  ' ',
  'x',
  'x'.repeat(5_000),
  '\0',
  'half \ud800',
  '\u0007\u001b[31m',
  '\u202ethgir ot tfel',
  '𝟚𝟘𝟘𝟘',
  '1e3',
  '-5',
  '00000000-0000-0000-0000-000000000000',
  [],
  {},
  [[]],
  ['x'],
  { length: 3 },
  { $ne: null },
  { toString: 'x', valueOf: 1 },
  deep(200),
]

/** Bodies that differ from a good one in one thing. */
export function* spoiled(good: Value): Generator<Value> {
  yield* strange
  yield good === null ? [] : [good]
  if (typeof good !== 'object' || good === null || Array.isArray(good)) return
  yield { ...good, surplus: 1 }
  yield { ...good, constructor: { prototype: { polluted: true } } }
  for (const [name, value] of Object.entries(good)) {
    const { [name]: _removed, ...rest } = good as Record<string, Value>
    yield rest
    for (const part of strange) yield { ...good, [name]: part }
    if (typeof value === 'object' && value !== null) for (const part of spoiled(value)) yield { ...good, [name]: part }
    if (typeof value === 'string')
      for (const tail of ['\0', '\ud800', '\n', ' '.repeat(300)]) yield { ...good, [name]: value + tail }
  }
}

/** Bytes that are no JSON, or more than anybody may send. */
export const brokenBodies: readonly string[] = [
  '',
  '{',
  '{"a":1,}',
  "{'a':1}",
  '{"a":NaN}',
  'null',
  '[]',
  '"text"',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{"admin":true}}}',
  '['.repeat(20_000),
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  `{"a":"${'x'.repeat(70_000)}"}`,
  '\0',
  '{"a":"\0"}',
]

export const wrongContentTypes: readonly string[] = [
  'text/plain',
  'application/xml',
  'application/x-www-form-urlencoded',
  'x',
  'image/png',
]

/** Texts for a place in the path or the query, as they stand in the address. */
export const strangeTexts: readonly string[] = [
  'x',
  '%00',
  '%',
  '%E0%A4%A',
  '..%2f..%2fetc%2fpasswd',
  '%F0%9F%92%A9',
  '-1',
  '1e999',
  'null',
  '__proto__',
  '%27%20or%201%3D1--',
  'x'.repeat(150),
  'x'.repeat(3_000),
  '00000000-0000-0000-0000-00000000000g',
  '%ED%A0%80',
]
