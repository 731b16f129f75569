import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { newUuid } from './keys.ts'

test('an id is what the contract takes for a UUID, and never the same twice', () => {
  const ids = Array.from({ length: 100 }, newUuid)
  for (const id of ids) assert.ok(z.uuidv4().safeParse(id).success, id)
  assert.equal(new Set(ids).size, ids.length)
})
