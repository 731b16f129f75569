import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { call, createDesk, openClient } from '../channels/chat/chat.testing.ts'
import { runStaffAccess } from './staff-access.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

it('signs somebody out everywhere, keeps them out, and lets them in again, on record', async () => {
  const [instance] = desk.instances
  const sari = await desk.staff()
  const [row] = await desk.database.sql<{ email: string }[]>`select email from staff where id = ${sari.id}`
  const said: string[] = []
  const turn = (access: 'off' | 'on', email = row!.email) =>
    runStaffAccess({
      email,
      access,
      env: { DATABASE_URL: desk.database.url },
      print: (text) => void said.push(text),
    })
  const inbox = async () => (await call(instance!, sari, 'GET', '/api/desk/inbox')).status
  const socket = await openClient(instance!, sari)
  assert.equal(await inbox(), 200)
  assert.equal(await turn('off', row!.email.toUpperCase()), 0)
  await socket.closed()
  assert.equal(await inbox(), 401)
  assert.equal(await turn('on'), 0)
  assert.equal(await inbox(), 401, 'the old session does not live again')
  assert.equal(await turn('off', 'nobody@dompet.test'), 1)
  assert.match(said.at(-1)!, /nobody@dompet\.test/)
  const records = await desk.database
    .owner`select action from operation_event where subject_id = ${sari.id} order by id`
  assert.deepEqual(
    records.map(({ action }) => action),
    ['staff.switched_off', 'staff.switched_on'],
  )
})
