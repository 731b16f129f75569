import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxRow } from '../../../contract/desk.ts'
import { steadyRows, stillHere } from './steady.ts'

const row = (caseId: string, lastSeq = 1) => ({ caseId, lastSeq }) as InboxRow
const first = steadyRows([], [row('a'), row('b'), row('c')], false)
const names = (rows: readonly { row: InboxRow; gone: boolean }[]) =>
  rows.map(({ row: { caseId, lastSeq }, gone }) => `${caseId}${lastSeq}${gone ? ' gone' : ''}`)

test('news changes what a row says, never where it stands', () => {
  assert.deepEqual(names(steadyRows(first, [row('c', 7), row('a'), row('b')], false)), ['a1', 'b1', 'c7'])
})

test('whoever comes stands at the end', () => {
  assert.deepEqual(names(steadyRows(first, [row('new'), row('a'), row('b'), row('c')], false)), [
    'a1',
    'b1',
    'c1',
    'new1',
  ])
})

test('under the pointer a row that left keeps its place until the pointer has gone', () => {
  const held = steadyRows(first, [row('a'), row('c')], true)
  assert.deepEqual(names(held), ['a1', 'b1 gone', 'c1'])
  assert.deepEqual(
    stillHere(held).map(({ caseId }) => caseId),
    ['a', 'c'],
  )
  assert.deepEqual(names(steadyRows(held, [row('a'), row('c')], false)), ['a1', 'c1'])
})
