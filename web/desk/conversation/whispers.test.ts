import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { agentAt } from './whispers.ts'

const entry = (seq: number, kind: TimelineEvent['kind'], name: string): TimelineEvent => ({
  caseId: '0197f3a0-0000-7000-8000-000000000001',
  seq,
  at: '2026-11-22T03:00:00.000Z',
  kind,
  author: { kind: 'agent', name },
  text: null,
  files: [],
  clientId: null,
  paymentId: null,
  action: null,
})

test('a whisper was meant for whoever had the conversation then, also after it was handed over', () => {
  const events = [
    entry(1, 'queued', 'Budi'),
    entry(2, 'claimed', 'Sari'),
    entry(3, 'note', 'Dewi'),
    entry(4, 'claimed', 'Rina'),
    entry(5, 'note', 'Dewi'),
    entry(6, 'released', 'Rina'),
  ]
  assert.deepEqual([agentAt(events, 3), agentAt(events, 5), agentAt(events, 7)], ['Sari', 'Rina', null])
  assert.equal(agentAt(events, 2), null)
})
