import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeFrom } from './settings.ts'
import { draftOf, factsOf, timeFrom } from './team-draft.ts'

test('times of day are read as people type them', () => {
  const typed = { '8': '08:00', '830': '08:30', '8.30': '08:30', '17:05': '17:05', '24': '24:00', '0000': '00:00' }
  for (const [text, time] of Object.entries(typed)) assert.equal(timeFrom(text), time)
  for (const text of ['', '25', '24:30', '8:75', 'noon']) assert.equal(timeFrom(text), text)
})

test('a team is sent when everything is filled in, with times as they are meant', () => {
  const draft = { ...draftOf(undefined), name: ' Night ', openings: [{ weekday: 1, opens: '20', closes: '24' }] }
  assert.deepEqual(factsOf(draft)?.openings, [{ weekday: 1, opens: '20:00', closes: '24:00' }])
  assert.equal(factsOf(draft)?.name, 'Night')
  assert.equal(factsOf({ ...draft, requeues: false, requeueAfterSeconds: '' })?.requeueAfterSeconds, null)
  for (const fault of [
    { name: ' ' },
    { overflowAfterSeconds: '86401' },
    { lastAgentSeconds: '1.5' },
    { requeueAfterSeconds: '59' },
    { openings: [{ weekday: 1, opens: '09:00', closes: '08:00' }] },
    { holidays: [{ day: '2026-12-25', name: ' ' }] },
  ])
    assert.equal(factsOf({ ...draft, ...fault }), null, JSON.stringify(fault))
})

test('what is added is known by its English letters', () => {
  assert.deepEqual(['QR code', ' Déjà paid! ', '二维码', '5G'].map(codeFrom), ['qr_code', 'deja_paid', '', ''])
})
