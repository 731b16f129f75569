import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connect, type Sql } from './database.ts'

const warmUp = 2_000
const asked = 1_000
const rounds = 3
/** Some 800 stay here; unmended 3,000, all that a query had (scripts/mend-packages.mjs). */
const stayingLimitBytes = 1_500

setFlagsFromString('--expose-gc')
const collect: (options?: { type: 'minor' }) => void = runInNewContext('gc')

let database: TestDatabase
let sql: Sql
before(async () => {
  database = await createTestDatabase()
  sql = connect(database.url, { connections: 2, name: 'let go' })
})
after(async () => {
  await sql.end()
  await database.drop()
})

describe('what the database answered', () => {
  it('is let go with the young objects', async () => {
    for (let time = 0; time < warmUp; time += 1) await ask(time)
    // The least of some: the engine goes on making itself at home among the old objects for a while.
    const staying: number[] = []
    for (let round = 0; round < rounds; round += 1) staying.push(await bytesOfEach())
    assert.ok(Math.min(...staying) < stayingLimitBytes, `${staying} bytes stay of each query`)
  })
})

const ask = (first: number) =>
  sql`select place, 'row ' || place as name from generate_series(${first}::int, ${first + 20}::int) place`

async function bytesOfEach(): Promise<number> {
  collect()
  const before = oldBytes()
  for (let time = 0; time < asked; time += 1) await ask(time)
  collect({ type: 'minor' })
  return Math.round((oldBytes() - before) / asked)
}

function oldBytes(): number {
  return getHeapSpaceStatistics().find((space) => space.space_name === 'old_space')!.space_used_size
}
