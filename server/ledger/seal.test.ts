import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import fc from 'fast-check'
import { toHex } from '../../contract/digest.ts'
import { hashLeaf, rootFromPath } from '../../contract/merkle.ts'
import { auditPath, leafHash, merkleRoot } from './merkle.ts'
import { createProofWorld, type ProofWorld } from './proof.testing.ts'
import { createSealer } from './seal.ts'
import { verifyLedger } from './verify.ts'

let world: ProofWorld
before(async () => {
  world = await createProofWorld()
})
after(() => world.drop())

const unsealed = async () => (await verifyLedger(world.sql, {}, () => {})).unsealed

describe('the sealer', () => {
  it('finds what was begun before the last pass and committed after it', async () => {
    const { sql, owner, anna, budi, clock } = world
    let finish = () => {}
    const held = new Promise<void>((resolve) => {
      finish = resolve
    })
    let begun = () => {}
    const started = new Promise<void>((resolve) => {
      begun = resolve
    })
    const late = owner.begin(async (tx) => {
      const id = world.ids()
      await tx`insert into ledger.request values (${id}, 'late', '', '{"refused": "late"}', ${clock.now()})`
      begun()
      await held
    })
    await started
    await world.move(budi, anna, 1n)
    assert.equal(await world.sealer.pass(), 2, 'the entry and its first answer')
    finish()
    await late
    assert.equal(await world.sealer.pass(), 1)
    assert.equal(await unsealed(), 0)
    const [row] = await sql`select count(*)::int as count from ledger.leaf where kind = 'request' and key = 'late'`
    assert.equal(row!.count, 1)
  })

  it('two at once, while money moves: everything once, one chain', async () => {
    const { sql, anna, outside, clock, key } = world
    const second = createSealer({ sql, clock, key })
    let moving = true
    const movers = Array.from({ length: 8 }, async () => {
      for (let count = 0; count < 15; count += 1) await world.move(outside, anna, 1n)
    })
    const sealing = [world.sealer, second].map(async (sealer) => {
      while (moving) await sealer.pass()
    })
    await Promise.all(movers)
    moving = false
    await Promise.all(sealing)
    await world.sealer.pass()
    const found = await verifyLedger(sql, {}, () => {})
    assert.deepEqual(found.faults, [])
    assert.equal(found.unsealed, 0)
    assert.ok(found.leaves > 240)
  })

  it('the application can read the proof and write none of it', async () => {
    for (const table of ['block', 'leaf', 'seal_key', 'account_state'])
      await assert.rejects(world.sql.unsafe(`delete from ledger.${table}`), /permission denied/)
    for (const table of ['block', 'leaf', 'seal_key', 'account_state', 'account', 'hold'])
      await assert.rejects(world.owner.unsafe(`delete from ledger.${table}`), /never changed or deleted/)
  })
})

describe('a proof of inclusion', () => {
  const leaves = fc.array(fc.string(), { minLength: 1, maxLength: 70 })

  it('leads from every leaf to the root, and nothing else does', async () => {
    await fc.assert(
      fc.asyncProperty(leaves, fc.nat(), async (contents, pick) => {
        const hashes = contents.map(leafHash)
        const root = merkleRoot(hashes).toString('hex')
        const position = pick % contents.length
        const path = auditPath(hashes, position).map((beside) => new Uint8Array(beside))
        const leaf = await hashLeaf(contents[position]!)
        const reached = await rootFromPath(leaf, position, contents.length, path)
        assert.equal(reached && toHex(reached), root)
        const other = await rootFromPath(await hashLeaf(`${contents[position]}.`), position, contents.length, path)
        assert.notEqual(other && toHex(other), root)
        assert.equal(await rootFromPath(leaf, position, contents.length, [...path, leaf]), undefined)
        if (path.length > 0) assert.equal(await rootFromPath(leaf, position, contents.length, path.slice(1)), undefined)
        assert.equal(await rootFromPath(leaf, contents.length, contents.length, path), undefined)
      }),
      { numRuns: 150 },
    )
  })

  it('is that of RFC 6962', () => {
    // Its reference tree: the leaves "", 00, 10, 2021 and so on; the roots of the first one and the first three.
    const hashes = [leafHash(''), leafHash('\u0000'), leafHash('\u0010')]
    assert.equal(
      merkleRoot(hashes.slice(0, 1)).toString('hex'),
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    )
    assert.equal(merkleRoot(hashes).toString('hex'), 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77')
  })
})
