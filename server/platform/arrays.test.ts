import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { bigintArray, intArray, jsonArray, textArray, timeArray, uuidArray } from './arrays.ts'
import { connect, type Sql } from './database.ts'

let database: TestDatabase
let sql: Sql
before(async () => {
  database = await createTestDatabase()
  sql = connect(database.url, { connections: 2, name: 'arrays' })
})
after(async () => {
  await sql.end()
  await database.drop()
})

const rounds = { numRuns: 100 }
const list = <Value>(value: fc.Arbitrary<Value>) => fc.array(fc.option(value), { maxLength: 40 })
/** PostgreSQL keeps no zero character in a text. */
const text = fc.string({ unit: 'binary', maxLength: 20 }).filter((value) => !value.includes('\0'))

describe('an array that PostgreSQL reads as bytes', () => {
  it('is what was given, of every type', async () => {
    const given = fc.record({
      uuids: list(fc.uuid()),
      ints: list(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
      bigints: list(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
      texts: list(text),
      times: list(fc.date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true })),
    })
    await fc.assert(
      fc.asyncProperty(given, async ({ uuids, ints, bigints, texts, times }) => {
        const [read] = await sql`
          select ${uuidArray(uuids)}::uuid[] as uuids, ${intArray(ints)}::int[] as ints, ${bigintArray(bigints)}::bigint[] as bigints,
            ${textArray(texts)}::text[] as texts, ${timeArray(times)}::timestamptz[] as times`
        assert.deepEqual(read, { uuids, ints, bigints, texts, times })
      }),
      rounds,
    )
  })

  it('is empty where nothing was given', async () => {
    const [read] = await sql<{ count: number; listed: string[] }[]>`
      select cardinality(${uuidArray([])}::uuid[]) as count, ${textArray([])}::text[] as listed`
    assert.deepEqual(read, { count: 0, listed: [] })
  })

  it('takes any JSON', async () => {
    const values = [{ reason: 'line\nbreak, "quotes" and \\', zh: '余额' }, { amounts: ['1'] }]
    const rows = await sql`select value::json as value from unnest(${jsonArray(values)}::text[]) value`
    assert.deepEqual(
      rows.map((row) => row.value),
      values,
    )
  })

  it('stands for any type behind a cast from text', async () => {
    const [read] = await sql`
      select ${textArray(['2026-11-24', null])}::text[]::date[]::text[] as days, ${textArray(['true', 'false'])}::text[]::boolean[] as flags`
    assert.deepEqual(read, { days: ['2026-11-24', null], flags: [true, false] })
  })

  it('reads a uuid in capitals', async () => {
    const id = '0190E5A4-7C1B-7000-8000-ABCDEF012345'
    const [read] = await sql<{ ids: string[] }[]>`select ${uuidArray([id])}::uuid[] as ids`
    assert.deepEqual(read!.ids, [id.toLowerCase()])
  })

  it('is never written of what does not fit: nothing is cut off on the way', () => {
    const noUuids = ['', 'x', '0190e5a4-7c1b-7000-8000-abcdef01234', '0190e5a4-7c1b-7000-8000-abcdef01234g']
    noUuids.push('0190e5a4x7c1b-7000-8000-abcdef012345', '0190e5a4-7c1b-7000-8000-abcdef01234é')
    noUuids.push('0190e5a4-7c1b-7000-8000-abcdef0123456')
    for (const value of noUuids) assert.throws(() => uuidArray([value]), RangeError, value)
    for (const value of [2n ** 63n, -(2n ** 63n) - 1n]) assert.throws(() => bigintArray([value]), RangeError)
    for (const value of [2 ** 31, -(2 ** 31) - 1, 1.5, Number.NaN]) assert.throws(() => intArray([value]), RangeError)
    assert.throws(() => timeArray([new Date(Number.NaN)]), RangeError)
  })

  it('goes out again where the statement has to be prepared anew', async () => {
    const one = connect(database.url, { connections: 1, name: 'arrays' })
    await one`create temporary table numbered as select n from generate_series(1, 3) n`
    const find = () => one`select * from numbered where n = any(${intArray([2])}::int[])`
    assert.deepEqual([...(await find())], [{ n: 2 }])
    await one`alter table numbered add column name text default 'two'`
    assert.deepEqual([...(await find())], [{ n: 2, name: 'two' }])
    await one.end()
  })
})
