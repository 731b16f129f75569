import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maximumFilesPerMessage } from '../../../contract/chat.ts'
import { standInStorage } from '../net/storage.testing.ts'
import { type DraftPicture, forgetPictures, putBackPictures, readPictures, writePictures } from './kept-pictures.ts'

const stored = standInStorage('customer')
const picture = (key: string, fileId: string | null): DraftPicture => ({
  key,
  name: `${key}.jpg`,
  preview: `blob:${key}`,
  fileId,
  fault: null,
})

/** What another page on the same device finds: nothing but what is stored. */
function afterReload(draft: string): readonly DraftPicture[] {
  const kept = new Map(stored)
  forgetPictures()
  for (const [name, text] of kept) stored.set(name, text)
  return readPictures(draft)
}

test('pictures of a draft outlive the page; what had not arrived says so, and what was refused is gone', () => {
  const refused = { ...picture('c', null), fault: { code: 'file_infected' } } as DraftPicture
  writePictures('case-1', [picture('a', 'file-a'), picture('b', null), refused])
  assert.deepEqual(afterReload('case-1'), [
    { key: 'a', name: 'a.jpg', preview: '/api/files/file-a', fileId: 'file-a', fault: null },
    { key: 'b', name: 'b.jpg', preview: null, fileId: null, fault: 'cut' },
  ])
  assert.deepEqual(readPictures('case-2'), [])
})

test('once they are sent, and at sign-out, nothing stays on the device', () => {
  writePictures('case-1', [picture('a', 'file-a')])
  writePictures('case-1', [])
  assert.equal(stored.size, 0)
  writePictures('case-1', [picture('a', 'file-a')])
  forgetPictures()
  assert.deepEqual([stored.size, readPictures('case-1')], [0, []])
})

test('what was to be sent and was not comes back before what was added meanwhile', () => {
  writePictures('case-3', [picture('b', null)])
  putBackPictures('case-3', [{ id: 'file-a', name: 'a.jpg' }])
  assert.deepEqual(
    readPictures('case-3').map(({ name, fileId, preview }) => ({ name, fileId, preview })),
    [
      { name: 'a.jpg', fileId: 'file-a', preview: '/api/files/file-a' },
      { name: 'b.jpg', fileId: null, preview: 'blob:b' },
    ],
  )
})

test('no more are taken up again than a message holds, and what is no list is none', () => {
  writePictures(
    'case-1',
    Array.from({ length: maximumFilesPerMessage + 3 }, (_, place) => picture(`p${place}`, `file-${place}`)),
  )
  assert.equal(afterReload('case-1').length, maximumFilesPerMessage)
  for (const name of stored.keys()) stored.set(name, '{broken')
  assert.deepEqual(afterReload('case-1'), [])
})
