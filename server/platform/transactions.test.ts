import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connectLanes, isConnectionLost, type Lane, type Tx } from './database.ts'
import { type Transact, transactInLine, transactOn } from './transactions.ts'

let database: TestDatabase
let lane: Lane

before(async () => {
  database = await createTestDatabase()
  await database.owner`create table word (place serial, text text unique)`
  lane = connectLanes(database.url, { lanes: 1, name: 'line' })[0]!
})
after(async () => {
  await lane.end({ timeout: 1 })
  await database.drop()
})
beforeEach(() => database.owner`truncate word restart identity`)

const write = async (tx: Tx, text: string) => {
  await tx`insert into word (text) values (${text})`
}
const count = async (tx: Tx) => {
  const [row] = await tx<{ count: number }[]>`select count(*)::int as count from word`
  return row!.count
}
async function stored(): Promise<string[]> {
  const rows = await database.owner<{ text: string }[]>`select text from word order by place`
  return rows.map(({ text }) => text)
}

const ways: Record<string, () => Transact> = {
  'in line': () => transactInLine(lane),
  plainly: () => transactOn(database.sql),
}
for (const [name, open] of Object.entries(ways))
  describe(`a transaction ${name}`, () => {
    it('keeps what it wrote and answers, or changes nothing where it does not commit', async () => {
      const transact = open()
      const answer = await transact(async (tx, commit) => {
        const before = await count(tx)
        await Promise.all([write(tx, 'one'), write(tx, 'two'), commit()])
        return before
      })
      assert.equal(answer, 0)
      assert.equal(
        await transact(async (tx) => {
          await write(tx, 'three')
          return 'thought better of it'
        }),
        'thought better of it',
      )
      assert.deepEqual(await stored(), ['one', 'two'])
    })

    it('is undone whole when one of its statements fails, or the work does, and the next one goes on', async () => {
      const transact = open()
      await transact((tx, commit) => Promise.all([write(tx, 'one'), commit()]))
      const failing = transact((tx, commit) => Promise.all([write(tx, 'two'), write(tx, 'one'), commit()]))
      const thrown = transact(async (tx) => {
        await write(tx, 'three')
        throw new Error('changed its mind')
      })
      const next = transact((tx, commit) => Promise.all([write(tx, 'four'), commit()]))
      await assert.rejects(failing, /word_text_key/)
      await assert.rejects(thrown, /changed its mind/)
      await next
      assert.deepEqual(await stored(), ['one', 'four'])
    })

    it('is undone whole when a write fails before it is sent, though the commit was asked for beside it', async () => {
      const transact = open()
      const unsayable = async () => {
        throw new Error('cannot be said')
      }
      const failing = transact((tx, commit) => Promise.all([write(tx, 'one'), unsayable(), commit()]))
      const next = transact((tx, commit) => Promise.all([write(tx, 'two'), commit()]))
      await assert.rejects(failing, /cannot be said/)
      await next
      assert.deepEqual(await stored(), ['two'])
    })

    it('sees what the one before wrote, though that has not been answered yet', async () => {
      const transact = open()
      const seen: number[] = []
      await Promise.all(
        Array.from({ length: 20 }, (_, index) =>
          transact(async (tx, commit) => {
            seen.push(await count(tx))
            await Promise.all([write(tx, `word ${index}`), commit()])
          }),
        ),
      )
      if (name === 'in line')
        assert.deepEqual(
          seen,
          Array.from({ length: 20 }, (_, index) => index),
        )
      assert.equal((await stored()).length, 20)
    })
  })

describe('a line of transactions', () => {
  it('sends the next one behind the commit, before that is answered', async () => {
    const transact = transactInLine(lane)
    const steps: string[] = []
    let second: Promise<unknown> = Promise.resolve()
    const sent = () => {
      steps.push('sent')
      second = transact(async (tx, commit) => {
        steps.push('begun')
        await Promise.all([write(tx, 'second'), commit()])
      })
    }
    await transact((tx, commit) => Promise.all([write(tx, 'first'), tx`select pg_sleep(0.05)`, commit()]), sent)
    steps.push('answered')
    await second
    assert.deepEqual(steps, ['sent', 'begun', 'answered'])
    assert.deepEqual(await stored(), ['first', 'second'])
  })

  it('refuses a statement behind the commit, which would be a transaction of its own', async () => {
    const transact = transactInLine(lane)
    const late = transact(async (tx, commit) => {
      await commit()
      await write(tx, 'late')
    })
    await assert.rejects(late, /has ended/)
    assert.deepEqual(await stored(), [])
  })

  it('commits once: whoever commits again is refused, and ends nobody else', async () => {
    const transact = transactInLine(lane)
    const again = transact(async (tx, commit) => {
      await Promise.all([write(tx, 'first'), commit()])
      await commit()
    })
    const next = transact((tx, commit) => Promise.all([write(tx, 'second'), tx`select pg_sleep(0.05)`, commit()]))
    await assert.rejects(again, /has ended/)
    await next
    assert.deepEqual(await stored(), ['first', 'second'])
  })

  it('loses its connection between asking and writing: nothing is written outside a transaction, and the line goes on', async () => {
    const transact = transactInLine(lane)
    const lost = transact(async (tx, commit) => {
      const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
      await database.owner`select pg_terminate_backend(${row!.pid})`
      // By the time it writes, the lane may have a new connection, which knows of no transaction.
      while ((await database.owner`select 1 from pg_stat_activity where pid = ${row!.pid}`).length > 0);
      await database.owner`select pg_sleep(0.3)`
      await Promise.all([write(tx, 'stray'), commit()])
    })
    const behind = transact((tx, commit) => Promise.all([write(tx, 'behind'), commit()]))
    await assert.rejects(lost, isConnectionLost)
    await behind
    assert.deepEqual(await stored(), ['behind'])
  })
})
