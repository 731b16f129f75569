import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Colleague } from '../../../contract/colleagues.ts'
import { namedIn, namingIn, suggest, withName } from './mentions.ts'

const colleague = (name: string): Colleague => ({ id: name, name, languages: ['id'], available: true })
const all = ['Dewi Lestari', 'Rina', '王丽'].map(colleague)

test('somebody is being named behind an @, not within an address', () => {
  assert.equal(namingIn('Please look @De'), 'De')
  assert.equal(namingIn('@'), '')
  assert.equal(namingIn('budi@mail'), null)
  assert.equal(namingIn('no'), null)
})

test('names are found by any of their words, and put in whole', () => {
  assert.deepEqual(
    suggest(all, 'les').map(({ name }) => name),
    ['Dewi Lestari'],
  )
  assert.deepEqual(
    suggest(all, '王').map(({ name }) => name),
    ['王丽'],
  )
  assert.equal(withName('Look @les', 'les', 'Dewi Lestari'), 'Look @Dewi Lestari ')
})

test('a note names those whose whole name stands behind an @', () => {
  assert.deepEqual(namedIn('@Rina and @Dewi Lestari, please', all), ['Dewi Lestari', 'Rina'])
  assert.deepEqual(namedIn('Rina knows; @Dewi too', all), [])
})
