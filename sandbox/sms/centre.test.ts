import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { systemClock, systemIds } from '../system.ts'
import { startMessageCentre } from './centre.ts'
import { findCode, phoneKey } from './segment.ts'
import { type Pdu, type Session, smpp, status } from './smpp.ts'

const dirs: string[] = []
after(() => {
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
})

function newDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'dompet-sms-'))
  dirs.push(dir)
  return dir
}

function startCentre(dir = newDir()) {
  return startMessageCentre({
    dir,
    host: '127.0.0.1',
    port: 0,
    systemId: 'dompet',
    password: 'sandbox',
    clock: systemClock,
    ids: systemIds,
  })
}

type Verb =
  | 'bind_transceiver'
  | 'bind_transmitter'
  | 'bind_receiver'
  | 'submit_sm'
  | 'enquire_link'
  | 'unbind'
  | 'query_sm'
const ask = (session: Session, verb: Verb, fields: Record<string, unknown> = {}) =>
  new Promise<Pdu>((resolve) => session[verb](fields, resolve))

async function connect(port: number): Promise<Session> {
  const session = smpp.connect({ host: '127.0.0.1', port })
  session.on('error', () => undefined)
  await once(session, 'connect')
  return session
}

async function bound(port: number, verb: Verb = 'bind_transceiver'): Promise<Session> {
  const session = await connect(port)
  const answered = await ask(session, verb, { system_id: 'dompet', password: 'sandbox' })
  assert.equal(answered.command_status, status.ok)
  return session
}

test('a message is stored under its number and survives a restart', async () => {
  const dir = newDir()
  const centre = await startCentre(dir)
  const session = await bound(centre.port)
  const answered = await ask(session, 'submit_sm', {
    source_addr_ton: 5,
    source_addr: 'DOMPET',
    dest_addr_ton: 1,
    destination_addr: '6281234567890',
    short_message: 'Your code is 482913 {[€]}. Never share it.',
  })
  assert.equal(answered.command_status, status.ok)
  assert.match(answered.message_id ?? '', /^\d{16}$/)
  session.destroy()
  await centre.stop()

  const again = await startCentre(dir)
  const [message, ...others] = again.list('0812-3456-7890', 10)
  assert.deepEqual(others, [])
  assert.equal(message?.to, '+6281234567890')
  assert.equal(message?.from, 'DOMPET')
  assert.equal(message?.text, 'Your code is 482913 {[€]}. Never share it.')
  assert.deepEqual(again.list('+6281299999999', 10), [])
  await again.stop()
})

test('Chinese comes through UCS2, and long text through message_payload', async () => {
  const centre = await startCentre()
  const session = await bound(centre.port)
  const long = '您的验证码是 123456。'.repeat(60)
  await ask(session, 'submit_sm', { destination_addr: '6281', data_coding: 8, short_message: '您好，Sari 😀' })
  await ask(session, 'submit_sm', { destination_addr: '6281', data_coding: 8, message_payload: long })
  assert.deepEqual(
    centre.list('+6281', 10).map((message) => message.text),
    [long, '您好，Sari 😀'],
  )
  session.destroy()
  await centre.stop()
})

test('pieces that come in any order, twice, and split inside a character become one message', async () => {
  const centre = await startCentre()
  const session = await bound(centre.port)
  const whole = 'Kode Anda 😀 735102'
  const pieces = [whole.slice(0, 11), whole.slice(11, 14), whole.slice(14)]
  const send = (number: number) =>
    ask(session, 'submit_sm', {
      destination_addr: '6282',
      data_coding: 8,
      short_message: { udh: Buffer.from([5, 0, 3, 77, 3, number]), message: pieces[number - 1] },
    })
  await send(3)
  await send(1)
  await send(1)
  assert.deepEqual(centre.list('+6282', 10), [])
  await send(2)
  const [message, ...others] = centre.list('+6282', 10)
  assert.equal(message?.text, whole)
  assert.equal(message?.segments, 3)
  assert.deepEqual(others, [])

  await ask(session, 'submit_sm', {
    destination_addr: '6282',
    short_message: { udh: Buffer.from([6, 8, 4, 1, 44, 2, 1]), message: 'first, ' },
  })
  await ask(session, 'submit_sm', {
    destination_addr: '6282',
    sar_msg_ref_num: 300,
    sar_total_segments: 2,
    sar_segment_seqnum: 2,
    short_message: 'second',
  })
  assert.equal(centre.list('+6282', 1)[0]?.text, 'first, second')
  session.destroy()
  await centre.stop()
})

test('a receipt asked for is given, and one that nobody could take waits for a receiver', async () => {
  const dir = newDir()
  const centre = await startCentre(dir)
  const transmitter = await bound(centre.port, 'bind_transmitter')
  const submitted = await ask(transmitter, 'submit_sm', {
    source_addr: 'DOMPET',
    destination_addr: '6283',
    registered_delivery: 1,
    short_message: 'hello',
  })
  await ask(transmitter, 'submit_sm', { destination_addr: '6283', registered_delivery: 0, short_message: 'no receipt' })
  transmitter.destroy()
  await centre.stop()

  const again = await startCentre(dir)
  const receiver = await connect(again.port)
  const receipts: Pdu[] = []
  receiver.on('deliver_sm', (pdu: Pdu) => {
    receipts.push(pdu)
    receiver.send(pdu.response())
  })
  await ask(receiver, 'bind_receiver', { system_id: 'dompet', password: 'sandbox' })
  await ask(receiver, 'enquire_link')
  assert.equal(receipts.length, 1)
  assert.equal(receipts[0]?.esm_class, 4)
  assert.equal(receipts[0]?.receipted_message_id, submitted.message_id)
  assert.match(String(receipts[0]?.short_message?.message), new RegExp(`^id:${submitted.message_id} .* stat:DELIVRD `))

  const second = await connect(again.port)
  await ask(second, 'bind_receiver', { system_id: 'dompet', password: 'sandbox' })
  await ask(second, 'enquire_link')
  assert.equal(receipts.length, 1, 'an acknowledged receipt is not given again')
  receiver.destroy()
  second.destroy()
  await again.stop()
})

test('a wrong name or password is refused and the session ended', async () => {
  const centre = await startCentre()
  for (const [system_id, password, expected] of [
    ['dompet', 'wrong', status.wrongPassword],
    ['someone', 'sandbox', status.wrongSystemId],
  ] as const) {
    const session = await connect(centre.port)
    const closed = once(session, 'close')
    const answered = await ask(session, 'bind_transceiver', { system_id, password })
    assert.equal(answered.command_status, expected)
    await closed
  }
  await centre.stop()
})

test('what is not allowed is refused with its own status and nothing is stored', async () => {
  const centre = await startCentre()
  const stranger = await connect(centre.port)
  assert.equal((await ask(stranger, 'submit_sm', { destination_addr: '6284' })).command_status, status.wrongBindState)
  const receiver = await bound(centre.port, 'bind_receiver')
  assert.equal((await ask(receiver, 'submit_sm', { destination_addr: '6284' })).command_status, status.wrongBindState)
  const session = await bound(centre.port)
  assert.equal((await ask(session, 'submit_sm', { destination_addr: '' })).command_status, status.invalidDestination)
  const beyond = { destination_addr: '6284', sar_total_segments: 2, sar_segment_seqnum: 3, short_message: 'x' }
  assert.equal((await ask(session, 'submit_sm', beyond)).command_status, status.invalidEsmClass)
  const twice = await ask(session, 'bind_transceiver', { system_id: 'dompet', password: 'sandbox' })
  assert.equal(twice.command_status, status.alreadyBound)
  const unknown = await ask(session, 'query_sm', { message_id: '1' })
  assert.equal(unknown.command, 'generic_nack')
  assert.deepEqual(centre.list(null, 10), [])
  for (const open of [stranger, receiver, session]) open.destroy()
  await centre.stop()
})

test('throttling is switched on and off', async () => {
  const centre = await startCentre()
  const session = await bound(centre.port)
  const submit = () => ask(session, 'submit_sm', { destination_addr: '6285', short_message: 'hi' })
  centre.setThrottled(true)
  assert.equal((await submit()).command_status, status.throttled)
  assert.deepEqual(centre.list(null, 10), [])
  centre.setThrottled(false)
  assert.equal((await submit()).command_status, status.ok)
  const closed = once(session, 'close')
  assert.equal((await ask(session, 'unbind')).command_status, status.ok)
  await closed
  await centre.stop()
})

test('garbage on the wire ends that session only', async () => {
  const centre = await startCentre()
  const good = await bound(centre.port)
  const bad = await connect(centre.port)
  const closed = once(bad, 'close')
  bad.socket.write(Buffer.alloc(64, 0xff))
  await closed
  assert.equal((await ask(good, 'enquire_link')).command_status, status.ok)
  good.destroy()
  await centre.stop()
})

test('numbers and codes are read as people write them', () => {
  assert.equal(phoneKey(' 62812 3456'), '+628123456')
  assert.equal(phoneKey('0812-3456'), '+628123456')
  assert.equal(phoneKey('DOMPET'), '')
  assert.equal(findCode('Dompet: 482913 is your code. Valid 5 minutes.'), '482913')
  assert.equal(findCode('您的验证码是735102，请勿告诉他人。'), '735102')
  assert.equal(findCode('Receipt 0193-77aa'), null)
  assert.equal(findCode('You received Rp20.000 from +6281234567'), null)
})
