import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import os from 'node:os'
import { after, before, test } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connect, type Sql } from './database.ts'
import { readServing } from './step-back.sql.ts'
import { stepBack, stepBackInDatabase } from './step-back.ts'

/** What everything here began with: whoever runs the tests may have stepped back already. */
const usual = os.getPriority()
/** Only Linux knows the turns of a single thread. */
const lowered = process.platform === 'linux' ? 10 : usual

let database: TestDatabase
let bookkeeping: Sql
let people: Sql

before(async () => {
  database = await createTestDatabase()
  bookkeeping = connect(database.url, { connections: 1, name: 'bookkeeping' })
  people = connect(database.url, { connections: 1, name: 'people' })
})
after(async () => {
  await Promise.all([bookkeeping.end(), people.end()])
  await database.drop()
})

test('the process that serves a connection steps back, and no other', async () => {
  await stepBackInDatabase(bookkeeping)
  assert.equal(await turnsOf(bookkeeping), lowered)
  assert.equal(await turnsOf(people), usual)
})

test('this thread steps back, and none of the others', () => {
  stepBack()
  assert.equal(os.getPriority(process.pid), lowered)
  const others = process.platform === 'linux' ? readdirSync('/proc/self/task').map(Number) : []
  for (const id of others) if (id !== process.pid) assert.equal(os.getPriority(id), usual)
})

async function turnsOf(sql: Sql): Promise<number> {
  return os.getPriority((await readServing(sql)).pid)
}
