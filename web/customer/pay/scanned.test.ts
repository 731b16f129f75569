import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readScanned } from './scanned.ts'

const id = '0190f7b2-1a2b-7c3d-8e4f-0123456789ab'

test('a checkout link is paid as a checkout, from whatever host its shop shows it', () => {
  const checkout = { kind: 'checkout', checkoutId: id }
  assert.deepEqual(readScanned(`http://localhost:3000/pay/${id}`), checkout)
  assert.deepEqual(readScanned(`  https://dompet.example/pay/${id.toUpperCase()}?from=shop \n`), checkout)
})

test('any other text is left to the server as a QRIS code', () => {
  for (const text of ['00020101021126', 'https://shop.example/menu', `https://dompet.example/pay/${id}/more`]) {
    assert.deepEqual(readScanned(` ${text} `), { kind: 'qris', payload: text })
  }
})

test('nothing is nothing, and too much is cut to what the wire takes', () => {
  assert.equal(readScanned('  '), null)
  const read = readScanned('9'.repeat(2000))
  assert.ok(read?.kind === 'qris' && read.payload.length === 512)
})
