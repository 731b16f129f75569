import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connect, type Sql, type Tx } from './database.ts'
import { createLog } from './log.ts'
import { chunkLimit, type Deliver, emit, openOutbox, readOutbox } from './outbox.ts'

const at = new Date('2026-03-01T00:00:00Z')
const topics = ['counted', 'many']
const subjects = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b']
let database: TestDatabase
let elsewhere: Sql

before(async () => {
  database = await createTestDatabase()
  elsewhere = connect(database.url, { connections: 4, name: 'another process' })
  await database.owner`create table subject (id uuid primary key, n int not null default 0)`
  await database.owner`create table heard (reader text, place bigserial, event_id uuid, subject_id uuid, n int)`
  await database.owner`grant all on subject, heard to dompet_app`
  await database.owner`grant usage on sequence heard_place_seq to dompet_app`
  await database.sql`insert into subject (id) select unnest(${`{${subjects}}`}::uuid[])`
})
after(async () => {
  await elsewhere.end()
  await database.drop()
})

/** Writes down what it hears, by the reader's transaction. */
function listener(reader: string): Deliver {
  return async (tx, events) => {
    for (const event of events)
      await tx`insert into heard (reader, event_id, subject_id, n)
        values (${reader}, ${event.id}, ${event.subjectId}, ${Number(event.payload.n)})`
  }
}

const heardBy = (reader: string) => database.sql<{ event_id: string; subject_id: string; n: number }[]>`
  select event_id, subject_id, n from heard where reader = ${reader} order by place`

/** One change: counts its subject up under its lock and says so. The lock of another subject may come first. */
async function change(tx: Tx, subject: string, pauseMs: () => number): Promise<void> {
  // Draws the transaction's number long before the subject's lock, as a batch that locks many accounts does.
  await tx`select pg_current_xact_id()`
  await sleep(pauseMs())
  const [row] = await tx<{ n: number }[]>`update subject set n = n + 1 where id = ${subject} returning n`
  await emit(tx, { id: crypto.randomUUID(), topic: 'counted', subjectId: subject, payload: { n: row!.n }, at })
  await sleep(pauseMs())
}

async function write(sql: Sql, times: number, random: () => number) {
  for (let n = 0; n < times; n += 1) {
    const subject = subjects[Math.floor(random() * subjects.length)]!
    const rollsBack = random() < 0.2
    await sql
      .begin(async (tx) => {
        await change(tx, subject, () => random() * 6)
        if (rollsBack) throw new Error('changed its mind')
      })
      .catch((error: Error) => assert.equal(error.message, 'changed its mind'))
  }
}

function seeded(seed: number) {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

describe('outbox', () => {
  it('delivers each committed event once and in order to every reader, while writers and processes race', async () => {
    const random = seeded(7)
    const log = createLog('silent')
    const processes = [openOutbox({ sql: database.sql, log }), openOutbox({ sql: elsewhere, log })]
    const stumbling: Deliver = async (tx, events) => {
      await listener('stumbling')(tx, events)
      if (random() < 0.1) throw new Error('stumbled')
    }
    for (const process of processes) {
      process.read({ name: 'steady', topics }, listener('steady'))
      process.read({ name: 'stumbling', topics }, stumbling)
    }
    const nudges = setInterval(() => processes[0]!.nudge(), 5)
    const writers = connect(database.url, { connections: 8, name: 'writers' })
    await Promise.all(Array.from({ length: 8 }, () => write(writers, 40, random)))
    await writers.end()
    const committed = await database.sql<{ id: string }[]>`select id from outbox`
    const deadline = Date.now() + 20_000
    for (const reader of ['steady', 'stumbling'])
      while ((await heardBy(reader)).length < committed.length && Date.now() < deadline) await sleep(20)
    clearInterval(nudges)
    await Promise.all(processes.map((process) => process.close()))

    assert.ok(committed.length > 150)
    for (const reader of ['steady', 'stumbling']) {
      const heard = await heardBy(reader)
      assert.deepEqual(heard.map((row) => row.event_id).sort(), committed.map((row) => row.id).sort())
      for (const subject of subjects) {
        const counts = heard.filter((row) => row.subject_id === subject).map((row) => row.n)
        assert.deepEqual(
          counts,
          Array.from({ length: counts.length }, (_, index) => index + 1),
        )
      }
    }
  })

  it('holds an event back while an earlier one of the same subject is not visible as settled', async () => {
    // The case that order by transaction number gets wrong: late, older transaction; early, newer one; a third still open.
    const [subject] = subjects
    const name = 'careful'
    await readOutbox(database.sql, { name, topics }, async () => {})
    const started = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    const late = database.sql.begin(async (tx) => {
      await tx`select pg_current_xact_id()`
      started.resolve()
      await go.promise
      await change(tx, subject!, () => 0)
    })
    await started.promise
    const release = Promise.withResolvers<void>()
    const opened = Promise.withResolvers<void>()
    const open = database.sql.begin(async (tx) => {
      await tx`select pg_current_xact_id()`
      opened.resolve()
      await release.promise
    })
    await opened.promise
    await database.sql.begin((tx) => change(tx, subject!, () => 0))
    go.resolve()
    await late
    const heard: number[] = []
    const listen: Deliver = async (_tx, events) => {
      heard.push(...events.map((event) => Number(event.payload.n)))
    }
    const reading = readOutbox(database.sql, { name, topics }, listen)
    await sleep(30)
    release.resolve()
    await open
    await reading
    await readOutbox(database.sql, { name, topics }, listen)
    assert.equal(heard.length, 2)
    assert.equal(heard[1]! - heard[0]!, 1)
  })

  it('gives a new reader everything from the beginning, in chunks', async () => {
    await database.sql`insert into outbox (id, topic, subject_id, payload, at)
      select gen_random_uuid(), 'many', ${subjects[0]!}, jsonb_build_object('n', n), ${at} from generate_series(1, 2250) n`
    const chunks: number[] = []
    const count = await readOutbox(database.sql, { name: 'newcomer', topics }, async (_tx, events) => {
      chunks.push(events.length)
    })
    const [all] = await database.sql<{ count: number }[]>`select count(*)::int as count from outbox`
    assert.equal(count, all!.count)
    assert.ok(chunks.length >= 3 && Math.max(...chunks) <= chunkLimit)
    const deaf = { name: 'deaf', topics: ['other'] }
    assert.equal(await readOutbox(database.sql, deaf, async () => assert.fail('not its topic')), 0)
    assert.equal(
      await readOutbox(database.sql, { name: 'newcomer', topics }, async () => assert.fail('nothing is left')),
      0,
    )
  })
})
