import assert from 'node:assert/strict'
import { after, it } from 'node:test'
import { createTestDatabase } from '../../test/database.ts'
import { createPasswords } from '../identity/passwords.ts'
import { selectStaffByEmail } from '../identity/staff.sql.ts'
import { runAddStaff } from './add-staff.ts'

const database = await createTestDatabase()
after(() => database.drop())

it('lets the first member of staff in, once, with a password that is printed and not kept', async () => {
  const said: string[] = []
  const add = (changes: object = {}) =>
    runAddStaff({
      email: 'Sari@Example.com',
      name: 'Sari',
      roles: 'admin, supervisor',
      languages: 'id,en',
      env: { DATABASE_URL: database.url },
      print: (text) => void said.push(text),
      ...changes,
    })
  assert.equal(await add(), 0)
  const password = /([a-z0-9-]{20})$/.exec(said[0]!)![1]!
  const row = (await selectStaffByEmail(database.sql, 'sari@example.com'))!
  assert.deepEqual([...row.roles], ['admin', 'supervisor'])
  assert.equal(await createPasswords().verify(row.passwordHash, password), true)
  const [record] = await database.sql<{ text: string }[]>`select e::text as text from operation_event e`
  assert.match(record!.text, /staff\.added/)
  assert.ok(!record!.text.includes(password))
  assert.equal(await add(), 1, 'the address is taken')
  assert.equal(await add({ email: 'x', roles: 'king' }), 2)
  assert.deepEqual(
    said.slice(2).map((text) => text.split(':')[0]),
    ['email', 'roles'],
  )
})
