import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { createIds } from './ids.ts'

const earliest = new Date('2020-01-01T00:00:00Z')
const latest = new Date('2200-01-01T00:00:00Z')

describe('ids', () => {
  it('are UUIDs of version 7 that begin with the time they were made', () => {
    fc.assert(
      fc.property(fc.date({ min: earliest, max: latest, noInvalidDate: true }), (now) => {
        const id = createIds({ now: () => now })()
        assert.ok(z.uuidv7().safeParse(id).success, id)
        assert.equal(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16), now.getTime())
      }),
    )
  })

  it('sort as text in the order of their time', () => {
    fc.assert(
      fc.property(
        fc.date({ min: earliest, max: latest, noInvalidDate: true }),
        fc.integer({ min: 1, max: 1e9 }),
        (now, laterMs) => {
          const first = createIds({ now: () => now })()
          const second = createIds({ now: () => new Date(now.getTime() + laterMs) })()
          assert.ok(first < second)
        },
      ),
    )
  })

  it('sort in the order they were made, also within one millisecond and while the clock goes back a little', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 1 }), { minLength: 2, maxLength: 200 }), (steps) => {
        let now = earliest.getTime()
        const ids = createIds({ now: () => new Date(now) })
        const made = steps.map((step) => {
          now += step
          return ids()
        })
        assert.deepEqual(made, made.toSorted())
      }),
    )
    const ids = createIds({ now: () => earliest })
    const made = Array.from({ length: 20_000 }, ids)
    assert.deepEqual(made, made.toSorted())
  })

  it('never repeat, also within one millisecond and past the drawn randomness', () => {
    const ids = createIds({ now: () => earliest })
    assert.equal(new Set(Array.from({ length: 20_000 }, ids)).size, 20_000)
  })
})
