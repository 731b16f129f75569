import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { pino } from 'pino'
import { type MessageCentre, startMessageCentre } from '../../sandbox/sms/centre.ts'
import { systemClock, systemIds } from '../../sandbox/system.ts'
import { createSms, type Sms } from './sms.ts'
import { toSegments } from './sms-segments.ts'

const secret = '482913'
const lines: string[] = []
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })

describe('SMS', () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'dompet-sms-'))
  let centre: MessageCentre
  let sms: Sms

  const startCentre = (port: number) =>
    startMessageCentre({
      dir,
      host: '127.0.0.1',
      port,
      systemId: 'dompet',
      password: 'sandbox',
      clock: systemClock,
      ids: systemIds,
    })
  const connectTo = (port: number, password = 'sandbox') =>
    createSms({ host: '127.0.0.1', port, systemId: 'dompet', password, sender: 'DOMPET', log })

  before(async () => {
    centre = await startCentre(0)
    sms = connectTo(centre.port)
  })
  after(async () => {
    await sms.close()
    await centre.stop()
    rmSync(dir, { recursive: true })
  })

  for (const [name, text] of [
    ['a short text', `Dompet: ${secret} adalah kode Anda. Jangan berikan kepada siapa pun.`],
    ['160 characters in one message', 'a'.repeat(160)],
    ['a long text with escapes where parts meet', `${'a'.repeat(152)}€[~]${'b'.repeat(151)}{}`],
    ['Chinese', `Dompet：${secret} 是您的注册验证码，10 分钟内有效。`],
    ['long Chinese with a surrogate pair where parts meet', `${'您'.repeat(66)}𠮷${'好'.repeat(80)}`],
  ] as const) {
    test(`${name} arrives as it was sent`, async () => {
      assert.equal(await sms.send({ to: '+6281234567890', text }), 'sent')
      const [message] = centre.list('+6281234567890', 1)
      assert.equal(message?.text, text)
      assert.equal(message?.from, 'DOMPET')
    })
  }

  test('160 GSM characters cost one message, 161 two', () => {
    assert.equal(toSegments('a'.repeat(160), 1).length, 1)
    assert.equal(toSegments('a'.repeat(161), 1).length, 2)
    assert.equal(toSegments('您'.repeat(70), 1).length, 1)
    assert.equal(toSegments('您'.repeat(71), 1).length, 2)
  })

  test('many at once all arrive', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => sms.send({ to: '+6281200000001', text: `number ${n}` })),
    )
    assert.deepEqual(new Set(answers), new Set(['sent']))
    assert.equal(new Set(centre.list('+6281200000001', 100).map((message) => message.text)).size, 60)
  })

  test('a centre that is busy for a moment is asked again; one that stays busy is refused', async () => {
    centre.setThrottled(true)
    const patient = sms.send({ to: '+6281200000002', text: 'later' })
    await pause(300)
    centre.setThrottled(false)
    assert.equal(await patient, 'sent')
    centre.setThrottled(true)
    assert.deepEqual(await sms.send({ to: '+6281200000002', text: 'never' }), {
      refused: 'sms_unreachable',
      figures: {},
    })
    centre.setThrottled(false)
  })

  test('a restarted centre is found again', async () => {
    const { port } = centre
    await centre.stop()
    assert.deepEqual(await sms.send({ to: '+6281200000003', text: secret }), {
      refused: 'sms_unreachable',
      figures: {},
    })
    centre = await startCentre(port)
    const deadline = Date.now() + 6_000
    while ((await sms.send({ to: '+6281200000003', text: 'back' })) !== 'sent') assert.ok(Date.now() < deadline)
  })

  test('a wrong password and a port where nobody listens are refused in bounded time', async () => {
    const stranger = connectTo(centre.port, 'wrong')
    const probe = net.createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => probe.once('listening', resolve))
    const { port } = probe.address() as net.AddressInfo
    await new Promise((resolve) => probe.close(resolve))
    const lonely = connectTo(port)
    const started = Date.now()
    for (const answer of await Promise.all([
      stranger.send({ to: '+6281200000004', text: secret }),
      lonely.send({ to: '+6281200000004', text: secret }),
    ]))
      assert.deepEqual(answer, { refused: 'sms_unreachable', figures: {} })
    assert.ok(Date.now() - started < 4_000)
    await Promise.all([stranger.close(), lonely.close()])
    assert.deepEqual(centre.list('+6281200000004', 1), [])
  })

  test('no text and no number was logged', () => {
    assert.ok(lines.length > 0)
    assert.ok(!lines.join('').includes(secret))
    assert.ok(!lines.join('').includes('62812'))
  })
})
