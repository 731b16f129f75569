import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandGroups, commandOfPress, commands, commandsOf } from './commands.ts'

const press = (key: string, code: string, alt = false) => commandOfPress({ key, code, alt })

test('each action has its own key', () => {
  const keys = Object.values(commands).map(({ key }) => key)
  assert.deepEqual(keys, [...new Set(keys)])
})

test('the list of keys names every action once', () => {
  assert.deepEqual(commandGroups.flatMap(commandsOf).sort(), Object.keys(commands).sort())
})

test('a letter means the same with and without Shift, and with Alt whatever it would type', () => {
  assert.equal(press('n', 'KeyN'), 'take_next')
  assert.equal(press('N', 'KeyN'), 'take_next')
  assert.equal(press('ñ', 'KeyN', true), 'take_next')
  assert.equal(press('÷', 'Slash', true), 'search')
})

test('figures open conversations; Escape goes back; a question mark shows the keys', () => {
  assert.equal(press('3', 'Digit3'), 'open_mine')
  assert.equal(press('0', 'Digit0'), undefined)
  assert.equal(press('Escape', 'Escape'), 'back')
  assert.equal(press('?', 'Slash'), 'show_keys')
})
