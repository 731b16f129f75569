import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync, hash } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { blockText } from '../../contract/block.ts'
import { checkReceipt, type Receipt, receiptText } from '../../contract/receipt.ts'
import { leafHash } from '../ledger/merkle.ts'
import { createSealer } from '../ledger/seal.ts'
import { toSealKey } from '../platform/seal-key.ts'
import { createWorld, type World } from './payments.testing.ts'
import { issueReceipt } from './receipt.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-receipt-'))
let world: World
let paid: Receipt
let received: Receipt
let shown: Receipt
let keyFile: string
let paymentId: string
let payerId: string
let strangers: number

before(async () => {
  world = await createWorld()
  const [anna, budi, citra] = [
    await world.addPerson(50_000n, 'Anna'),
    await world.addPerson(0n, 'Budi'),
    await world.addPerson(0n, 'Citra'),
  ]
  const { body } = await world.pay(anna, {
    target: { kind: 'phone', phone: budi.phone },
    amount: '20000',
    note: 'Makan siang',
  })
  paymentId = body.id!
  payerId = anna.id
  const route = `/api/payments/${paymentId}/receipt`
  const early = await world.get(anna, route)
  assert.equal(early.body.state, 'not_sealed_yet')
  const { sql, clock, sealKey } = world
  await createSealer({ sql, clock, key: sealKey }).pass()
  const read = async (person: typeof anna, query = '') =>
    ((await world.get(person, route + query)).body as { receipt?: Receipt }).receipt!
  paid = await read(anna)
  received = await read(budi)
  shown = await read(anna, '?balance=shown')
  strangers = (await world.get(citra, route)).status
  keyFile = write('key.pem', world.sealKey.publicKeyPem)
})
after(async () => {
  await world.close()
  rmSync(folder, { recursive: true })
})

function write(name: string, text: string): string {
  const file = path.join(folder, name)
  writeFileSync(file, text)
  return file
}

const check = (receipt: unknown) => checkReceipt(JSON.stringify(receipt), [world.sealKey.publicKey])

describe('a receipt', () => {
  it('proves to payer and payee what the ledger moved', async () => {
    for (const receipt of [paid, received, shown]) assert.equal((await check(receipt)).proven, true)
    assert.equal(paid.payment.direction, 'out')
    assert.equal(received.payment.direction, 'in')
    assert.equal(paid.payment.amount.amount, '20000.00')
    assert.equal(strangers, 404)
  })

  it('shows the balance only where it was asked for, and nothing of the other side', () => {
    assert.equal(paid.entry.own, null)
    assert.equal(shown.entry.own?.balanceMinor, '3000000')
    assert.notEqual(shown.entry.own?.account, undefined)
    assert.ok(!JSON.stringify(paid).includes(shown.entry.own!.account))
    assert.ok(!JSON.stringify(received).includes(shown.entry.own!.account))
  })

  it('changed in any field, is refused', async () => {
    let tried = 0
    for (const changed of changesOf(shown)) {
      const { proven } = await check(changed.value)
      assert.equal(proven, false, `${changed.at} could be changed`)
      tried += 1
    }
    assert.ok(tried > 25, `${tried} tried`)
    assert.equal((await checkReceipt(JSON.stringify(shown).slice(0, -20))).proven, false)
    assert.equal((await check({ ...shown, more: 1 })).proven, false)
  })

  it('issued after the key was changed, is proven by the keys that the operator publishes', async () => {
    const next = toSealKey(generateKeyPairSync('ed25519').privateKey)
    const issued = await issueReceipt(world.sql, next, payerId, { paymentId, balance: 'shown' })
    assert.ok('receipt' in issued)
    const text = JSON.stringify(issued.receipt)
    assert.equal((await checkReceipt(text, [world.sealKey.publicKey, next.publicKey])).proven, true)
    for (const alone of [world.sealKey, next])
      assert.deepEqual(await checkReceipt(text, [alone.publicKey]), { proven: false, fault: 'key_differs' })
  })

  it('under another key, is refused where the key is known', async () => {
    const other = toSealKey(generateKeyPairSync('ed25519').privateKey)
    const found = await checkReceipt(JSON.stringify(paid), [other.publicKey])
    assert.deepEqual(found, { proven: false, fault: 'key_differs' })
  })
})

/** What anybody can make who has a key, any key: a receipt in which all fits together. */
function forge({ note, at }: { note: string; at: string }): Receipt {
  const key = toSealKey(generateKeyPairSync('ed25519').privateKey)
  const legs = [
    ['-2000000', 'IDR', ''],
    ['2000000', 'IDR', ''],
  ]
  const content = JSON.stringify({ entry: paid.payment.id, at, kind: 'send', accounts: '', legs })
  const sealedAt = '1790000000.000000'
  const unhashed = { number: 1, previous: '0'.repeat(64), leaves: 1, sealedAt, keyId: key.id }
  const block = { ...unhashed, root: leafHash(content).toString('hex') }
  const text = blockText(block)
  const unsigned = {
    format: 'dompet receipt 1' as const,
    inclusion: { position: 0, path: [] },
    ...{ payment: { ...paid.payment, note }, entry: { content, leg: 0, own: null } },
    block: { ...block, hash: hash('sha256', text, 'hex'), signature: key.sign(text) },
    ...{ blockKey: key.publicKey, receiptKey: key.publicKey },
  }
  return { ...unsigned, signature: key.sign(receiptText(unsigned)) }
}

describe('npx dompet', () => {
  const dompetIn = (env: Record<string, string>, ...words: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'server/cli/main.ts'), ...words], {
      encoding: 'utf8',
      env: { ...process.env, ...env },
    })
  const dompet = (...words: string[]) => dompetIn({ DATABASE_URL: world.url }, ...words)

  it('verify-receipt does not take the word of a key that nobody knows, and obeys no sign in names and notes', () => {
    const hides = 'thanks\u001b[2J\u001b[8m\u202e'
    const forged = write('forged.json', JSON.stringify(forge({ note: hides, at: '1790000000.000000' })))
    const unknown = dompet('verify-receipt', forged)
    assert.match(unknown.stdout, /^PROVEN, if the key below is the operator's: you gave none\./)
    assert.match(unknown.stdout, /thanks/)
    for (const sign of ['\u001b', '\u202e'])
      assert.ok(!unknown.stdout.includes(sign), 'no sign that hides what follows')
    const known = dompet('verify-receipt', forged, '--key', keyFile)
    assert.deepEqual([known.status, known.stdout.includes('key_differs')], [1, true])
    const undated = write('undated.json', JSON.stringify(forge({ note: '', at: 'soon' })))
    const unread = dompet('verify-receipt', undated)
    assert.deepEqual([unread.status, unread.stdout.includes('entry_unreadable')], [1, true])
  })

  it("verify tells an auditor's program what was checked, when and against what", () => {
    const { status, stdout, stderr } = dompet('verify', '--json', '--key', keyFile)
    assert.equal(status, 0, stderr)
    const report = JSON.parse(stdout)
    assert.deepEqual([report.whole, report.keyPinned, report.headPinned, report.faults], [true, true, false, []])
    assert.match(report.head.hash, /^[0-9a-f]{64}$/)
    assert.ok(Math.abs(Date.parse(report.at) - Date.now()) < 60_000)
    assert.ok(report.database.endsWith(new URL(world.url).pathname), report.database)
    assert.ok(!stdout.includes(new URL(world.url).password), 'not who may enter')
    const noted = `${report.head.number}:${report.head.hash}`
    assert.equal(JSON.parse(dompet('verify', '--json', '--head', noted).stdout).headPinned, true)
    const unpinned = dompet('verify').stdout
    assert.match(unpinned, /No --key was given/)
    assert.match(unpinned, /No --head was given/)
  })

  it('verify makes nothing where there is no wallet, and takes no option that it does not know', () => {
    const nowhere = path.join(folder, 'nowhere')
    const absent = dompetIn({ DATABASE_URL: '', DOMPET_DATA: nowhere }, 'verify')
    assert.equal(absent.status, 2)
    assert.match(absent.stderr, /^There is no wallet in .*nowhere/)
    assert.equal(existsSync(nowhere), false)
    const foreign = dompetIn({ DATABASE_URL: world.url.replace(/\w+$/, 'postgres') }, 'verify')
    assert.deepEqual([foreign.status, foreign.stderr], [2, 'There is no ledger of Dompet in this database.\n'])
    for (const words of [
      ['verify', '--roles', 'x'],
      ['verify', 'extra'],
      ['verify', '--head', '1:x'],
      ['verify-receipt', 'a', '--json'],
      [],
    ])
      assert.equal(dompet(...words).status, 2, words.join(' '))
  })

  it('verify-receipt says what is proven, and ends with 1 on a change', () => {
    const good = write('good.json', JSON.stringify(paid))
    const bad = write('bad.json', JSON.stringify({ ...paid, payment: { ...paid.payment, note: 'Lain' } }))
    const proven = dompet('verify-receipt', good, '--key', keyFile)
    assert.equal(proven.status, 0, proven.stderr)
    assert.match(proven.stdout, /^PROVEN\. 20000\.00 IDR paid to Budi/)
    const refused = dompet('verify-receipt', bad)
    assert.equal(refused.status, 1)
    assert.match(refused.stdout, /statement_changed/)
    assert.equal(dompet('verify-receipt').status, 2)
  })

  it('verify proves the ledger, and names the first bad row', async () => {
    const whole = dompet('verify', '--key', keyFile)
    assert.equal(whole.status, 0, whole.stdout + whole.stderr)
    assert.match(whole.stdout, /postings\/s/)
    const [row] = await world.sql<{ id: string }[]>`select id from ledger.entry order by id limit 1`
    await world.owner.begin(async (tx) => {
      await tx`set local session_replication_role = replica`
      await tx`update ledger.entry set kind = 'forged' where id = ${row!.id}`
    })
    const broken = dompet('verify')
    assert.equal(broken.status, 1)
    assert.match(broken.stdout, new RegExp(`first bad row: ledger\\.entry ${row!.id} breaks sealed_row_changed`))
  })
})

/** The receipt with each single value changed in turn. */
function* changesOf(receipt: Receipt): Generator<{ at: string; value: unknown }> {
  for (const at of leavesOf(receipt)) {
    const value = structuredClone(receipt) as unknown as Record<string, unknown>
    let place = value
    for (const name of at.slice(0, -1)) place = place[name] as Record<string, unknown>
    const name = at.at(-1)!
    place[name] = otherThan(place[name])
    yield { at: at.join('.'), value }
  }
}

function leavesOf(value: unknown, at: string[] = []): string[][] {
  if (value === null || typeof value !== 'object') return [at]
  return Object.entries(value).flatMap(([name, one]) => leavesOf(one, [...at, name]))
}

/** Another value of the same shape where there is one. */
function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value !== 'string') return 'x'
  const last = value.at(-1) ?? ''
  return (
    value.slice(0, -1) +
    (/[0-8a-e]/.test(last) ? String.fromCharCode(last.charCodeAt(0) + 1) : last === '9' ? '8' : 'a')
  )
}
