import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { liveBurst, liveClose, liveSignsBurst, maximumLiveMessageBytes, seenMs } from '../../../contract/live.ts'
import {
  type Client,
  call,
  createDesk,
  type Instance,
  openClient,
  openConversation,
  type Person,
  until,
} from './chat.testing.ts'

let desk: Awaited<ReturnType<typeof createDesk>>
let one: Instance
let two: Instance
before(async () => {
  desk = await createDesk(2)
  ;[one, two] = desk.instances as [Instance, Instance]
})
after(() => desk.close())

async function pair() {
  const [budi, sari] = [await desk.customer(), await desk.staff()]
  return { budi, sari, caseId: await openConversation(one, budi, sari) }
}

async function follow(instance: Instance, person: Person, caseId: string, from = 0): Promise<Client> {
  const client = await openClient(instance, person)
  client.send({ type: 'subscribe', caseId, after: from })
  await client.heard('caught_up')
  return client
}

/** What the database holds, which is what every reader must have got. */
async function stored(caseId: string) {
  return desk.database.sql<{ seq: number; text: string | null; clientId: string | null }[]>`
    select seq, text, client_id as "clientId" from case_event where case_id = ${caseId} order by seq`
}

/** Everything from 1 to the newest entry, each once, in order. */
async function assertComplete(client: Client, caseId: string, from = 0) {
  const entries = await stored(caseId)
  const wanted = entries.map((entry) => entry.seq).filter((seq) => seq > from)
  await until(() => client.events(caseId).at(-1)?.seq === entries.at(-1)?.seq, 'the newest entry arrives')
  assert.deepEqual(
    client.events(caseId).map((event) => event.seq),
    wanted,
  )
}

test('a conversation between two processes arrives whole and in order, and notes stay hidden', async () => {
  const { budi, sari, caseId } = await pair()
  const [customer, agent] = [await follow(one, budi, caseId), await follow(two, sari, caseId)]
  for (let index = 0; index < 20; index += 1) {
    customer.say(caseId, `question ${index}`)
    agent.say(caseId, `answer ${index}`)
    if (index % 5 === 0) {
      const note = { clientId: randomUUID(), text: 'secret note' }
      await call(two, sari, 'POST', `/api/desk/cases/${caseId}/notes`, note)
    }
  }
  await until(async () => (await stored(caseId)).length === 3 + 44, 'everything is stored')
  await assertComplete(customer, caseId)
  await assertComplete(agent, caseId)
  assert.equal(customer.events(caseId).filter((event) => event.kind === 'hidden').length, 4)
  assert.doesNotMatch(JSON.stringify(customer.inbox), /secret/)
  const questions = agent.events(caseId).filter((event) => event.text?.startsWith('question'))
  assert.deepEqual(
    questions.map((event) => event.text),
    Array.from({ length: 20 }, (_, index) => `question ${index}`),
  )
  assert.ok(customer.events(caseId).every((event) => event.author.kind === 'customer' || event.clientId === null))
})

test('a socket killed before its acknowledgement: sent again by another process, stored once', async () => {
  const { budi, sari, caseId } = await pair()
  const agent = await follow(two, sari, caseId)
  for (let round = 0; round < 10; round += 1) {
    const first = await openClient(one, budi)
    const clientId = first.say(caseId, `round ${round}`)
    // From nothing having left to everything being stored: the cut falls somewhere in between.
    await sleep(round)
    first.socket.terminate()
    const second = await openClient(two, budi)
    second.say(caseId, `round ${round}`, clientId)
    const sent = await second.heard('sent', (message) => message.clientId === clientId)
    assert.equal((await stored(caseId)).filter((entry) => entry.clientId === clientId)[0]?.seq, sent.seq)
    second.socket.terminate()
  }
  assert.equal((await stored(caseId)).length, 3 + 10)
  await assertComplete(agent, caseId)
})

test('the same message at the same moment by two processes is stored once', async () => {
  const { budi, caseId } = await pair()
  const clients = [await openClient(one, budi), await openClient(two, budi)]
  const clientIds = Array.from({ length: 40 }, (_, index) => {
    const clientId = randomUUID()
    for (const client of clients) client.say(caseId, `both ${index}`, clientId)
    return clientId
  })
  for (const client of clients) {
    await until(() => client.inbox.filter((message) => message.type === 'sent').length === 40, 'all are acknowledged')
    assert.ok(!client.inbox.some((message) => message.type === 'refused'))
  }
  const entries = await stored(caseId)
  assert.equal(entries.length, 3 + 40)
  assert.deepEqual(new Set(entries.slice(3).map((entry) => entry.clientId)), new Set(clientIds))
})

test('a socket killed in the middle of catching up resumes where it was', async () => {
  const { budi, sari, caseId } = await pair()
  await desk.database.owner`
    insert into case_event (case_id, seq, at, kind, author_kind, author_id, author_name, text)
    select ${caseId}, 3 + number, now(), 'message', 'agent', ${sari.id}, 'Sari', 'old ' || number from generate_series(1, 700) as number`
  await desk.database.owner`update support_case set last_seq = 703 where id = ${caseId}`
  let last = 0
  const got: number[] = []
  for (let cut = 1; last < 703; cut += 1) {
    const client = await openClient(cut % 2 ? one : two, budi)
    client.send({ type: 'subscribe', caseId, after: last })
    await until(() => client.events(caseId).length >= Math.min(60 * cut, 703 - last), 'some entries arrive')
    client.socket.terminate()
    got.push(...client.events(caseId).map((event) => event.seq))
    last = got.at(-1)!
  }
  assert.deepEqual(
    got,
    Array.from({ length: 703 }, (_, index) => index + 1),
  )
})

test('subscribing while others write misses nothing and doubles nothing', async () => {
  const { budi, sari, caseId } = await pair()
  const writer = await openClient(two, sari)
  let writing = true
  const written = (async () => {
    for (let index = 0; writing && index < 90; index += 1) {
      writer.say(caseId, `line ${index}`)
      await sleep(3)
    }
  })()
  const readers: Client[] = []
  for (let index = 0; index < 12; index += 1) {
    const reader = await openClient(index % 2 ? one : two, budi)
    reader.send({ type: 'subscribe', caseId, after: index })
    readers.push(reader)
    await sleep(10)
  }
  writing = false
  await written
  await sleep(50)
  for (const [index, reader] of readers.entries()) await assertComplete(reader, caseId, index)
})

test('conversations over sockets that drop at random: nothing lost, doubled or out of order', async () => {
  const random = lcg(11)
  const talks = await Promise.all(Array.from({ length: 6 }, pair))
  await Promise.all(
    talks.map(async ({ budi, sari, caseId }) => {
      const sides = await Promise.all([budi, sari].map((person) => talk(person, caseId, random)))
      const entries = await stored(caseId)
      const everything = entries.map((entry) => entry.seq)
      assert.deepEqual(
        everything,
        Array.from({ length: entries.length }, (_, index) => index + 1),
      )
      for (const { sent, read } of sides) {
        const own = entries.filter((entry) => sent.includes(entry.clientId!))
        assert.deepEqual(
          own.map((entry) => entry.clientId),
          sent,
          'each message once, in the order of writing',
        )
        assert.deepEqual(read, everything.slice(0, read.length), 'read without a gap, from the start')
      }
    }),
  )
})

/** Writes messages one after the other over a socket that drops, and reads along; resends what was not acknowledged. */
async function talk(person: Person, caseId: string, random: () => number) {
  const sent: string[] = []
  const read: number[] = []
  let client: Client | undefined
  const taken = () => {
    for (const event of client?.events(caseId) ?? []) if (event.seq > (read.at(-1) ?? 0)) read.push(event.seq)
  }
  async function connect() {
    taken()
    client = await openClient(random() < 0.5 ? one : two, person)
    client.send({ type: 'subscribe', caseId, after: read.at(-1) ?? 0 })
  }
  await connect()
  for (let index = 0; index < 15; index += 1) {
    const clientId = randomUUID()
    sent.push(clientId)
    for (;;) {
      client!.say(caseId, `${person.name} ${index}`, clientId)
      if (random() < 0.4) {
        await sleep(random() * 6)
        client!.socket.terminate()
        await connect()
        continue
      }
      await client!.heard('sent', (message) => message.clientId === clientId)
      break
    }
  }
  taken()
  client!.socket.terminate()
  return { sent, read }
}

function lcg(seed: number) {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

test('a session that ends closes its sockets in every process', async () => {
  const { budi, sari } = await pair()
  const customers = [await openClient(one, budi), await openClient(two, budi)]
  const other = await openClient(two, sari)
  const ended = await call(one, budi, 'DELETE', `/api/me/sessions/${budi.sessionId}`)
  assert.equal(ended.status, 200)
  for (const client of customers) assert.equal((await client.closed()).code, liveClose.sessionEnded)
  await assert.rejects(openClient(two, budi), /401/)
  assert.equal(other.socket.readyState, other.socket.OPEN)
  await desk.database.owner`update staff set disabled_at = now() where id = ${sari.id}`
  assert.equal((await other.closed()).code, liveClose.sessionEnded)
})

test('who may open a socket, and what it may read', async () => {
  const { budi, sari, caseId } = await pair()
  await assert.rejects(openClient(one, { cookie: '' }), /401/)
  await assert.rejects(openClient(one, budi, { origin: 'https://evil.test' }), /403/)
  await assert.rejects(openClient(one, budi, { origin: 'null' }), /403/)
  await openClient(one, budi, { origin: `http://127.0.0.1:${one.port}` })
  await openClient(one, budi, { origin: 'http://wallet.test' })
  for (const stranger of [await desk.customer('Eve'), await desk.staff('Uang', 'finance')]) {
    const client = await openClient(one, stranger)
    client.send({ type: 'subscribe', caseId, after: 0 })
    client.say(caseId, 'let me in')
    await until(() => client.inbox.filter((message) => message.type === 'refused').length === 2, 'both are refused')
    client.send({ type: 'typing', caseId })
    assert.deepEqual(client.events(caseId), [])
  }
  const log = await call(one, budi, 'GET', '/api/me/access-log')
  assert.deepEqual(log.body.entries, [], 'nobody has looked yet')
  await follow(two, sari, caseId)
  assert.equal((await call(one, budi, 'GET', '/api/me/access-log')).body.entries[0].actor, 'Sari')
})

test('bounds: malformed, too large, too many', async () => {
  const { budi } = await pair()
  const client = await openClient(one, budi)
  client.socket.send('not json')
  client.socket.send(JSON.stringify({ type: 'subscribe', caseId: 'x', after: -1 }))
  await until(() => client.inbox.filter((message) => message.type === 'refused').length === 2, 'both are refused')
  client.socket.send('x'.repeat(maximumLiveMessageBytes + 1))
  assert.equal((await client.closed()).code, 1009)
  const flood = await openClient(one, budi)
  for (let sent = 0; sent < liveBurst + 50; sent += 1) flood.send({ type: 'ping' })
  assert.equal((await flood.closed()).code, liveClose.tooMany)
})

test('places in the queue, the name of who answers, typing and reading reach the other side', async () => {
  const [budi, sari, rina] = [await desk.customer(), await desk.staff('Sari'), await desk.staff('Rina')]
  const agentDesk = await openClient(two, sari)
  agentDesk.send({ type: 'watch' })
  const opened = await call(one, budi, 'POST', '/api/chat', { topic: 'account' })
  const caseId = opened.body.id
  await agentDesk.heard('changed', (message) => message.what === 'inbox')
  const customer = await follow(one, budi, caseId)
  await customer.heard('queue', (message) => message.queue !== null)
  await call(two, sari, 'PUT', '/api/desk/me/state', { state: 'available' })
  await customer.heard('queue', (message) => message.queue?.waitSeconds != null)
  await call(two, sari, 'POST', `/api/desk/sessions/${opened.body.session.id}/claim`, {})
  await customer.heard('queue', (message) => message.queue === null && message.agent === 'Sari')

  await call(two, rina, 'POST', `/api/desk/cases/${caseId}/look`, { reason: 'Sari asked me to read along' })
  const [agent, colleague] = [await follow(two, sari, caseId), await follow(two, rina, caseId)]
  colleague.send({ type: 'typing', caseId })
  agent.send({ type: 'typing', caseId })
  agent.send({ type: 'seen', caseId, seq: 2 })
  await customer.heard('typing', (message) => message.name === 'Sari')
  await customer.heard('seen', (message) => message.by === 'agent' && message.seq === 2)
  assert.deepEqual(
    customer.inbox.filter((message) => message.type === 'typing').map((message) => 'name' in message && message.name),
    ['Sari'],
  )
  customer.send({ type: 'typing', caseId })
  await agent.heard('typing', (message) => message.name === 'Budi')
})

test('a flood of typing and reading is gathered and dropped, and the chat goes on', async () => {
  const { budi, sari, caseId } = await pair()
  const [customer, agent] = [await follow(one, budi, caseId), await follow(two, sari, caseId)]
  const told = () => agent.inbox.filter((message) => message.type === 'typing' || message.type === 'seen')
  const began = Date.now()
  for (let sent = 1; sent <= 20 * liveSignsBurst; sent += 1)
    customer.send(sent % 2 ? { type: 'typing', caseId } : { type: 'seen', caseId, seq: 1 + (sent % 3) })
  const clientId = customer.say(caseId, 'still here')
  await customer.heard('sent', (message) => message.clientId === clientId)
  await agent.heard('seen', (message) => message.seq === 3)
  // The first of each at once, then the pauses.
  const most = 2 + 2 * Math.ceil((Date.now() - began) / seenMs)
  assert.ok(told().length <= most, `${told().length} were told, at most ${most}`)
  assert.equal(customer.socket.readyState, customer.socket.OPEN)

  // What one read last is told, however fast one read.
  const quick = await follow(one, budi, caseId)
  for (let seq = 4; seq <= 40; seq += 1) quick.send({ type: 'seen', caseId, seq })
  await agent.heard('seen', (message) => message.seq === 40)
  assert.ok(told().length <= most + 3)
})

test('hints about balance and account reach the customer in every process', async () => {
  const [budi, eve] = [await desk.customer(), await desk.customer('Eve')]
  const clients = [await openClient(one, budi), await openClient(two, budi)]
  const stranger = await openClient(two, eve)
  for (const client of [...clients, stranger]) client.send({ type: 'watch' })
  for (const client of [...clients, stranger]) {
    client.send({ type: 'ping' })
    await client.heard('pong')
  }
  await one.live.tellCustomer(budi.id, 'balance')
  for (const client of clients) await client.heard('changed', (message) => message.what === 'balance')
  await sleep(300)
  assert.ok(!stranger.inbox.some((message) => message.type === 'changed'))
  assert.equal(clients[0]!.inbox.filter((message) => message.type === 'changed').length, 1)
})

test('what was said while a process was deaf is made up for', async () => {
  const { budi, sari, caseId } = await pair()
  const customer = await follow(one, budi, caseId)
  const agent = await openClient(two, sari)
  await desk.database
    .owner`select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%' and datname = current_database()`
  for (let index = 0; index < 5; index += 1) agent.say(caseId, `while deaf ${index}`)
  await until(async () => (await stored(caseId)).length === 8, 'everything is stored')
  await assertComplete(customer, caseId)
})

test('a reader that does not keep up is cut off and resumes by sequence', async () => {
  const slow = await createDesk(1, 64 * 1024)
  try {
    const instance = slow.instances[0]!
    const [budi, sari] = [await slow.customer(), await slow.staff()]
    const caseId = await openConversation(instance, budi, sari)
    const reader = await openClient(instance, budi)
    reader.send({ type: 'subscribe', caseId, after: 0 })
    await reader.heard('caught_up')
    reader.socket.pause()
    const before = reader.events(caseId).at(-1)!.seq
    const colleagues = await Promise.all(Array.from({ length: 12 }, () => openClient(instance, sari)))
    const text = '汉'.repeat(4000)
    const written = Promise.all(
      colleagues.map(async (colleague) => {
        for (let index = 0; index < liveBurst - 10; index += 1) {
          const clientId = colleague.say(caseId, text)
          await colleague.heard('sent', (message) => message.clientId === clientId)
        }
      }),
    )
    await written
    reader.socket.resume()
    const closed = await reader.closed()
    assert.ok([liveClose.tooSlow, 1006].includes(closed.code as 1006), `closed with ${closed.code}`)
    const got = reader.events(caseId).map((event) => event.seq)
    const last = got.at(-1)!
    assert.ok(last >= before && last < 12 * (liveBurst - 10))
    const again = await openClient(instance, budi)
    again.send({ type: 'subscribe', caseId, after: last })
    const caughtUp = await again.heard('caught_up')
    got.push(...again.events(caseId).map((event) => event.seq))
    assert.deepEqual(
      got,
      Array.from({ length: caughtUp.lastSeq }, (_, index) => index + 1),
    )
    assert.equal(caughtUp.lastSeq, 3 + 12 * (liveBurst - 10))
  } finally {
    await slow.close()
  }
})

test('an orderly stop loses nothing and says that the server restarts', async () => {
  const other = await createDesk(1)
  const instance = other.instances[0]!
  const [budi, sari] = [await other.customer(), await other.staff()]
  const caseId = await openConversation(instance, budi, sari)
  const customer = await openClient(instance, budi)
  const clientIds = Array.from({ length: 30 }, (_, index) => customer.say(caseId, `last words ${index}`))
  await customer.heard('sent')
  other.instances.length = 0
  await instance.stop()
  assert.equal((await customer.closed()).code, 1012)
  const entries = await other.database.sql<{ clientId: string }[]>`
    select client_id as "clientId" from case_event where case_id = ${caseId} and kind = 'message' order by seq`
  const acknowledged = customer.inbox.flatMap((message) => (message.type === 'sent' ? [message.clientId] : []))
  assert.deepEqual(acknowledged, clientIds.slice(0, acknowledged.length))
  assert.deepEqual(
    entries.map((entry) => entry.clientId),
    clientIds.slice(0, entries.length),
  )
  assert.ok(entries.length >= acknowledged.length)
  await other.close()
})
