import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createRandom } from '../chaos/random.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { checkStories, checkWaits } from './checker.ts'
import { type Faults, openLine } from './line.ts'
import { playAgent, playCustomer } from './people.ts'
import { createServer, type Server } from './servers.ts'
import { prepareWorld, type World } from './world.ts'

/** `npm run storm` asks for 1,000 customers and 50 agents. */
const customers = Number(process.env.STORM_CUSTOMERS ?? 40)
const agents = Number(process.env.STORM_AGENTS ?? 6)
const seed = Number(process.env.STORM_SEED ?? 20_261_122)
/** So many customers come in a second. */
const comingPerSecond = Number(process.env.STORM_PER_SECOND ?? 30)
/** In a large storm so many agents go without a word; their conversations go back after a minute. */
const vanishing = agents >= 20 ? 2 : 0
const kills = 2
/** Nobody waits longer than this beside a free place. The short run shares the machine with other tests. */
const neglectMs = process.env.STORM_CUSTOMERS ? 1_000 : 3_000
/** When nobody finishes for so long, which is longer than a vanished agent is waited for, the storm has got stuck. */
const stuckMs = 120_000

const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-storm-'))
let database: TestDatabase
let world: World
let servers: Server[] = []

before(async () => {
  database = await createTestDatabase()
  world = await prepareWorld(database.sql, database.owner, { customers, agents })
  servers = [await createServer(database.url, folder), await createServer(database.url, folder)]
  for (const server of servers) server.start()
  for (const server of servers) await server.untilReady()
})
after(async () => {
  for (const server of servers) await server.kill()
  await database?.drop()
  rmSync(folder, { recursive: true, force: true })
})

test('every message once, in order, to the right people; nobody assigned twice, nobody waits beside a free agent', {
  timeout: 900_000,
}, async (t) => {
  t.diagnostic(`seed ${seed} (STORM_SEED), ${customers} customers (STORM_CUSTOMERS), ${agents} agents (STORM_AGENTS)`)
  const begun = performance.now()
  const random = createRandom(seed)
  const faults: Faults = []
  const urls = servers.map(({ url }) => url)
  const line = (person: World['customers'][number]) => openLine(person, urls, random, faults)
  const desk = world.agents.map((person) => playAgent(line(person), random))
  const lines = world.customers.map((person) => ({
    person,
    startsAfterMs: (random.below(1_000) / 1_000) * (customers / comingPerSecond) * 1_000,
  }))

  let done = 0
  let doneAt = performance.now()
  const playing = lines.map(async ({ person, startsAfterMs }) => {
    await sleep(startsAfterMs)
    const own = line(person)
    const story = await playCustomer(own, random)
    done += 1
    doneAt = performance.now()
    own.close()
    return { story, cuts: own.cuts() }
  })

  // Each server dies once, in the thick of it.
  const thick = async (share: number) => {
    while (done < share * customers) await sleep(50)
  }
  const killing = (async () => {
    for (let kill = 0; kill < kills; kill += 1) {
      await thick((kill + 0.5) / (kills + 1))
      const victim = servers[kill % servers.length]!
      await victim.kill()
      victim.start()
      await victim.untilReady()
    }
  })()
  const gone = desk.slice(0, vanishing)
  const going = (async () => {
    await thick(0.3)
    for (const agent of gone) agent.vanish()
  })()

  const played = await Promise.race([Promise.all(playing), untilStuck(() => doneAt, faults)])
  await Promise.all([killing, going])
  const cuts =
    played.reduce((total, one) => total + one.cuts, 0) + desk.reduce((total, one) => total + one.line.cuts(), 0)
  for (const agent of desk) await agent.stop()
  const seconds = (performance.now() - begun) / 1000

  const stories = played.map(({ story }) => story)
  faults.push(...(await checkStories(database.sql, stories)))
  const waits = await checkWaits(database.sql, new Set(gone.map(({ line: { person } }) => person.id)), neglectMs)
  const [counts] = await database.sql<{ messages: number; claims: number; released: number; overfull: number }[]>`
    select (select count(*)::int from case_event where kind = 'message') as messages,
      (select count(*)::int from case_event where kind = 'claimed') as claims,
      (select count(*)::int from case_event where kind = 'released') as released,
      (select count(*)::int from support_session where state <> 'ended') as overfull`
  t.diagnostic(
    `${customers} conversations in ${seconds.toFixed(0)} s: ${counts!.messages} messages, ${counts!.claims} assignments, ${counts!.released} given back; ` +
      `sockets cut ${cuts} times, servers killed ${kills} times; waits ${(waits.medianWaitMs / 1000).toFixed(1)} s in the middle, ` +
      `${(waits.longestWaitMs / 1000).toFixed(1)} s at most; longest time beside a fitting free place ${waits.longestIdleMs} ms; ` +
      `${faults.length} messages or assignments lost, doubled, out of order or astray`,
  )
  assert.deepEqual(faults.slice(0, 20), [], 'no reader saw a gap, a double, a stranger or a refusal')
  assert.deepEqual(waits.faults.slice(0, 20), [], 'nobody waits while a fitting agent is free')
  assert.equal(counts!.overfull, 0, 'everybody was served')
  assert.ok(cuts > customers / 10, 'the sockets did drop')
})

/** Fails when nothing has moved for too long, and says where. */
async function untilStuck(movedAt: () => number, faults: Faults): Promise<never> {
  while (performance.now() - movedAt() < stuckMs) await sleep(1_000, undefined, { ref: false })
  const rows = await database.sql`
    select s.state, s.language, c.last_seq, staff.name, p.seen_at, s.queued_at,
      (select string_agg(e.kind || ' ' || coalesce(e.text, ''), ', ' order by e.seq) from case_event e where e.case_id = c.id) as story
    from support_session s join support_case c on c.id = s.case_id
    left join staff on staff.id = s.agent_id left join agent_presence p on p.staff_id = s.agent_id
    where s.state <> 'ended' limit 5`
  throw new Error(`nobody finishes any more: ${JSON.stringify({ faults, rows }, null, 1)}`)
}
