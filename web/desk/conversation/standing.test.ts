import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboxRow } from '../../../contract/desk.ts'
import type { Staff } from '../../../contract/identity.ts'
import { mayAnswer, mayClose, mayRelease, standingOf } from './standing.ts'

const agent = { id: 'sari', permissions: ['case.work'] } as Staff
const supervisor = { id: 'putri', permissions: ['case.work', 'case.supervise'] } as Staff
const row = (state: InboxRow['state'], session: [state: string, agentId: string | null] | null) =>
  ({ state, session: session && { id: 's', state: session[0], agentId: session[1], agent: null } }) as InboxRow

test('whose conversation it is', () => {
  assert.equal(standingOf(row('open', ['active', 'sari']), 'sari'), 'mine')
  assert.equal(standingOf(row('open', ['active', 'sari']), 'putri'), 'colleague')
  assert.equal(standingOf(row('open', ['waiting', null]), 'sari'), 'waiting')
  assert.equal(standingOf(row('open', null), 'sari'), 'unattended')
  assert.equal(standingOf(row('closed', null), 'sari'), 'closed')
})

test('an agent answers what is theirs; a supervisor may step in; nobody answers in a closed case', () => {
  assert.deepEqual([mayAnswer('mine', agent), mayAnswer('colleague', agent)], [true, false])
  assert.deepEqual([mayAnswer('colleague', supervisor), mayAnswer('closed', supervisor)], [true, false])
})

test('giving back and closing', () => {
  assert.deepEqual([mayRelease('mine', agent), mayRelease('colleague', agent)], [true, false])
  assert.equal(mayRelease('colleague', supervisor), true)
  assert.deepEqual(
    [mayClose('unattended', agent), mayClose('waiting', agent), mayClose('closed', agent)],
    [true, false, false],
  )
})
