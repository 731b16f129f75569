import assert from 'node:assert/strict'
import { test } from 'node:test'
import { timeType } from './time-type.ts'

test('times are read as PostgreSQL writes them, in UTC and elsewhere', () => {
  const read = (text: string) => timeType.parse(text).toISOString()
  assert.equal(read('2026-11-22 18:04:05.123456+00'), '2026-11-22T18:04:05.123Z')
  assert.equal(read('2026-11-22 18:04:05.1+00'), '2026-11-22T18:04:05.100Z')
  assert.equal(read('2026-11-22 18:04:05+00'), '2026-11-22T18:04:05.000Z')
  assert.equal(read('1969-12-31 23:59:59.999+00'), '1969-12-31T23:59:59.999Z')
  assert.equal(read('0099-02-03 00:00:00+00'), '0099-02-03T00:00:00.000Z')
  assert.equal(read('2026-11-22 18:04:05.123456+07'), '2026-11-22T11:04:05.123Z')
  assert.equal(read('2026-11-22 18:04:05.12+05:30'), '2026-11-22T12:34:05.120Z')
  assert.equal(read('2026-11-22'), '2026-11-22T00:00:00.000Z')
})

test('a time that no calendar has is none', () => {
  for (const text of ['infinity', '-infinity']) assert.ok(Number.isNaN(timeType.parse(text).getTime()))
})
