import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, describe, it } from 'node:test'
import { checkReceipt, type Receipt } from '../../contract/receipt.ts'
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

describe('npx dompet', () => {
  const dompet = (...words: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'server/cli/main.ts'), ...words], {
      encoding: 'utf8',
      env: { ...process.env, DATABASE_URL: world.url },
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
