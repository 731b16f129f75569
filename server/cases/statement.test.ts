import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { call, createDesk, type Person } from '../channels/chat/chat.testing.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
before(async () => {
  desk = await createDesk()
})
after(() => desk.close())

const as = (person: Person, method: string, route: string, body?: unknown) =>
  call(desk.instances[0]!, person, method, route, body)

test('a statement is fetched by whoever gave a reason and may see money, on record for the customer', async () => {
  const [budi, sari, edit] = [await desk.customer('Budi'), await desk.staff('Sari'), await desk.staff('Edit', 'editor')]
  const route = `/api/desk/customers/${budi.id}/statement`
  const days = 'from=2026-01-01&to=2026-01-31'
  const fetched = async (person: Person, form: string) =>
    fetch(`${desk.instances[0]!.url}${route}.${form}?${days}`, { headers: { cookie: person.cookie } })
  assert.equal((await as(edit, 'GET', `${route}.pdf?${days}`)).body.code, 'permission_missing')
  assert.equal((await as(sari, 'GET', `${route}.pdf?${days}`)).body.code, 'reason_needed')
  const looked = await as(sari, 'POST', '/api/desk/look-ups', {
    about: budi.id,
    reason: 'A letter asked for a statement',
  })
  assert.equal(looked.status, 200, JSON.stringify(looked.body))
  const pdf = await fetched(sari, 'pdf')
  assert.equal(pdf.headers.get('content-type'), 'application/pdf')
  assert.equal(
    Buffer.from(await pdf.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  )
  assert.match(await (await fetched(sari, 'csv')).text(), /IDR/)
  const { entries } = (await as(budi, 'GET', '/api/me/access-log')).body
  const told = entries.filter((entry: { action: string }) => entry.action === 'statement.fetched')
  assert.deepEqual(
    told.map((entry: { actor: string }) => entry.actor),
    ['Sari', 'Sari'],
  )
})
