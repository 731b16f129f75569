import assert from 'node:assert/strict'
import { test } from 'node:test'
import { diffLines } from './diff.ts'

const said = (before: string, after: string) =>
  diffLines(before, after).map(({ kind, text }) => `${{ same: ' ', gone: '-', new: '+' }[kind]}${text}`)

test('a changed line is gone and new; the others stay', () => {
  assert.deepEqual(said('a\nb\nc', 'a\nB\nc'), [' a', '-b', '+B', ' c'])
  assert.deepEqual(said('a\nb', 'x\na\nb\ny'), ['+x', ' a', ' b', '+y'])
  assert.deepEqual(said('a\nb\nc\nd', 'd'), ['-a', '-b', '-c', ' d'])
  assert.deepEqual(said('same', 'same'), [' same'])
})

test('taking the new lines and leaving the gone ones gives the new text, whatever the texts', () => {
  const texts = ['', 'a', 'a\na\na', 'b\na\nb', 'c\nb\na\n\nb']
  for (const before of texts)
    for (const after of texts) {
      const lines = diffLines(before, after)
      const read = (left: string) => lines.filter(({ kind }) => kind !== left).map(({ text }) => text)
      assert.equal(read('gone').join('\n'), after)
      assert.equal(read('new').join('\n'), before)
    }
})
