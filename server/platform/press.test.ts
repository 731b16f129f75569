import assert from 'node:assert/strict'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { openPress } from './press.ts'

const press = openPress(new URL('./press.testing.ts', import.meta.url))
/** As much as a page can be: random, so that it does not shrink. */
const longPage = () => Array.from({ length: 200 }, () => Math.random().toString(36).slice(2)).join(' ')
const patienceMs = 10_000

function source(count: number, text: () => string = () => 'page') {
  const seen = { asked: 0, ended: false }
  async function* pieces() {
    try {
      for (; seen.asked < count; seen.asked += 1) yield text()
    } finally {
      seen.ended = true
    }
  }
  return { seen, pieces: pieces() }
}

async function until(isTrue: () => boolean) {
  const end = Date.now() + patienceMs
  while (!isTrue()) {
    assert.ok(Date.now() < end, 'it never came')
    await sleep(10)
  }
}

test('a document comes whole, however many are set beside it', async () => {
  const documents = await Promise.all([3, 1, 5].map((count) => buffer(press.print('pages', {}, source(count).pieces))))
  for (const [index, count] of [3, 1, 5].entries()) {
    const text = documents[index]!.toString('latin1')
    assert.ok(text.startsWith('%PDF-') && text.trimEnd().endsWith('%%EOF'))
    // The page that was begun last stays empty.
    assert.equal(text.match(/\/Type \/Page\b/g)?.length, count + 1)
  }
})

test('for a reader who stops, no more is read and set than a bound, and nothing at all once the reader has left', async () => {
  const { seen, pieces } = source(100_000, longPage)
  const stream = press.print('pages', {}, pieces)
  stream.once('readable', () => {})
  await until(() => seen.asked > 1)
  let before = -1
  while (before !== seen.asked) {
    before = seen.asked
    await sleep(300)
  }
  assert.ok(seen.asked < 5_000, `${seen.asked} pages were set for nobody`)
  stream.destroy()
  await until(() => seen.ended)
})

test('what fails in the thread or in the source fails its own document and no other', async () => {
  await assert.rejects(buffer(press.print('wrong', {})), /this cannot be set/)
  async function* broken() {
    yield 'one'
    throw new Error('the source is broken')
  }
  const fine = buffer(press.print('pages', {}, source(2).pieces))
  await assert.rejects(buffer(press.print('pages', {}, broken())), /the source is broken/)
  assert.ok((await fine).length > 0)
})

test('a thread that ends by itself fails what it was setting, and the next document begins another', async () => {
  await assert.rejects(buffer(press.print('last', {})), /the press has stopped/)
  assert.ok((await buffer(press.print('pages', {}, source(1).pieces))).length > 0)
})
