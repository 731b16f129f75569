import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatDay, formatElapsed, formatTime, formatWhen, operatorZone } from './time.ts'

const now = new Date('2026-11-22T10:00:00Z')

test('a day as people say it, counted in the zone that is asked for', () => {
  // 17:30 UTC on the 21st is already the 22nd in Jakarta
  assert.equal(formatDay('2026-11-21T17:30:00Z', 'en', now, operatorZone), 'Today')
  assert.equal(formatDay('2026-11-21T17:30:00Z', 'en', now, 'UTC'), 'Yesterday')
  assert.equal(formatDay('2026-11-21T10:00:00Z', 'id', now, operatorZone), 'Kemarin')
  assert.equal(formatDay('2026-11-21T10:00:00Z', 'zh', now, operatorZone), '昨天')
  assert.equal(formatDay('2026-11-18T10:00:00Z', 'en', now, operatorZone), 'Wednesday')
  assert.equal(formatDay('2026-11-02T10:00:00Z', 'en', now, operatorZone), '2 November')
  assert.equal(formatDay('2025-11-02T10:00:00Z', 'id', now, operatorZone), '2 November 2025')
})

test('times by language', () => {
  assert.equal(formatTime('2026-11-22T07:05:00Z', 'id', operatorZone), '14.05')
  assert.equal(formatTime('2026-11-22T07:05:00Z', 'zh', operatorZone), '14:05')
  assert.equal(formatWhen('2026-11-22T17:00:00Z', 'zh', now, operatorZone), '11月23日 00:00')
  assert.match(formatWhen('2027-01-01T07:05:00Z', 'en', now, operatorZone), /2027.*14:05/)
})

test('a wait is never negative and grows hours', () => {
  assert.equal(formatElapsed('2026-11-22T09:59:18Z', now), '0:42')
  assert.equal(formatElapsed('2026-11-22T08:57:53Z', now), '1:02:07')
  assert.equal(formatElapsed('2026-11-22T10:00:05Z', now), '0:00')
})
