import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DirectoryEntry, Hotline } from '../../../contract/directory.ts'
import { draftOf, entryOf } from './entry-draft.ts'

const hotline: Hotline = {
  kind: 'hotline',
  country: 'ID',
  region: null,
  number: '+622150550100',
  hours: [{ days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' }],
  zone: 'Asia/Jakarta',
  languages: ['id', 'en'],
  cost: 'local',
}
const entries: DirectoryEntry[] = [
  hotline,
  { ...hotline, hours: [] },
  { ...hotline, region: { zh: '巴厘', id: 'Bali', en: 'Bali' }, cost: 'free' },
  {
    ...hotline,
    hours: [
      { days: [1, 2, 3, 4, 5], from: '08:00', to: '20:00' },
      { days: [6], from: '09:00', to: '13:00' },
    ],
  },
  { kind: 'sender', name: 'DOMPET' },
  { kind: 'site', domain: 'dompet.example' },
  { kind: 'mail', domain: 'dompet.example' },
]

test('what is opened and proposed without a change is what stands there', () => {
  for (const entry of entries) assert.deepEqual(entryOf(draftOf(entry), entry), entry)
})

test('a number is taken as people write it', () => {
  const draft = { ...draftOf(hotline), number: '+62 (21) 5055-0100', country: 'id ' }
  assert.deepEqual(entryOf(draft, undefined), hotline)
})
