import assert from 'node:assert/strict'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connect, isConnectionLost, type Sql } from './database.ts'

const callers = 24
const cuts = 25
/** No query may wait longer than this, whatever happens to its connection. */
const answerLimitMs = 5_000
/** Nor may it take longer than this until it serves again. */
const backLimitMs = 1_000

let database: TestDatabase
let line: { url: string; cut(how: 'end' | 'reset'): void; block(blocked: boolean): void; close(): void }
let sql: Sql

before(async () => {
  database = await createTestDatabase()
  await database.owner`create table pair (id int, half int, primary key (id, half))`
  line = await openLine(database.url)
  sql = connect(line.url, { connections: 4, name: 'lasting' })
})
after(async () => {
  await sql.end({ timeout: 1 })
  line.close()
  await database.drop()
})

/** A line to PostgreSQL that can be cut, as the death of the server cuts it. */
async function openLine(target: string) {
  const { hostname, port } = new URL(target)
  const open = new Set<net.Socket>()
  let blocked = false
  const server = net.createServer((near) => {
    if (blocked) return void near.resetAndDestroy()
    const far = net.connect(Number(port), hostname)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one)
      one.on('error', () => {})
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
      one.pipe(other)
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)
  const cut = (how: 'end' | 'reset') => {
    for (const socket of open) how === 'end' ? socket.destroy() : socket.resetAndDestroy()
  }
  return {
    url: url.href,
    cut,
    block(state: boolean) {
      blocked = state
    },
    close() {
      cut('end')
      server.close()
    },
  }
}

function inTime<T>(answer: Promise<T>): Promise<T> {
  const late = sleep(answerLimitMs, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer')))
  return Promise.race([answer, late])
}

describe('a pool whose connections are cut under load', () => {
  it('answers everybody, keeps transactions whole, and goes on', { timeout: 60_000 }, async () => {
    const done: number[] = []
    let next = 0
    let lost = 0
    let stopped = false
    async function call() {
      while (!stopped) {
        next += 1
        const id = next
        const store = sql.begin(async (tx) => {
          await tx`insert into pair values (${id}, 1)`
          // Time in which the connection may be lost with nothing under way, and be opened again for somebody else.
          await sleep(id % 7)
          // Whoever swallows an error must not go on writing elsewhere.
          await tx`select ${id}::int / 1`.catch(() => {})
          await tx`insert into pair values (${id}, 2)`
        })
        const plain = id % 3 === 0 ? sql`select ${id}::int as id` : undefined
        try {
          await inTime(store)
          done.push(id)
          if (plain) await inTime(plain)
        } catch (error) {
          assert.ok(isConnectionLost(error), String(error))
          lost += 1
          plain?.catch(() => {})
        }
      }
    }
    const running = Promise.all(Array.from({ length: callers }, call))
    for (let cut = 0; cut < cuts; cut += 1) {
      await sleep(20 + ((cut * 37) % 90))
      line.cut(cut % 2 === 0 ? 'reset' : 'end')
    }
    await sleep(100)
    stopped = true
    await running
    assert.ok(lost >= cuts, 'the cuts hit transactions')
    const rows = await inTime(sql<{ id: number; halves: number }[]>`
      select id, count(*)::int as halves from pair group by id`)
    assert.deepEqual(
      rows.filter(({ halves }) => halves !== 2),
      [],
    )
    const stored = new Set(rows.map(({ id }) => id))
    assert.deepEqual(
      done.filter((id) => !stored.has(id)),
      [],
    )
  })

  it('refuses at once while nobody answers, and serves again as soon as somebody does', async () => {
    line.block(true)
    line.cut('end')
    for (let index = 0; index < 20; index += 1)
      await assert.rejects(inTime(sql.begin((tx) => tx`select 1`)), isConnectionLost)
    line.block(false)
    const served = async () => (await inTime(sql<{ one: number }[]>`select 1 as one`).catch(() => []))[0]?.one === 1
    const start = performance.now()
    while (!(await served())) await sleep(10)
    assert.ok(performance.now() - start < backLimitMs, 'within a moment')
  })

  it('hears what it listens to again after a cut, and says that something may have been missed', async () => {
    const heard: string[] = []
    let resumed = 0
    const listening = await sql.listen(
      'news',
      (text) => heard.push(text),
      () => {
        resumed += 1
      },
    )
    await sql`select 1`
    line.block(true)
    line.cut('end')
    await sleep(500)
    line.block(false)
    for (let tries = 0; resumed < 2 && tries < 50; tries += 1) await sleep(50)
    assert.equal(resumed, 2)
    await sql`select pg_notify('news', 'again')`
    for (let tries = 0; heard.length === 0 && tries < 50; tries += 1) await sleep(20)
    assert.deepEqual(heard, ['again'])
    await listening.unlisten()
  })
})
