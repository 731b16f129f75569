import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Tx } from '../platform/database.ts'
import { createProofWorld, type ProofWorld } from './proof.testing.ts'
import { verifyLedger, verifyWithin } from './verify.ts'
import type { ProofFault } from './verify-chain.ts'

let world: ProofWorld
before(async () => {
  world = await createProofWorld()
})
after(() => world.drop())

class Undo extends Error {}

/** Runs in the owner's transaction, past triggers and constraints, and takes everything back. */
async function tampering(work: (tx: Tx) => Promise<void>) {
  const undone = world.owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await dropConstraints(tx)
    await work(tx)
    throw new Undo()
  })
  await undone.catch((error) => {
    if (!(error instanceof Undo)) throw error
  })
}

/** Somebody who owns the database does not keep to its constraints either. */
async function dropConstraints(tx: Tx) {
  await tx.unsafe(`
    do $$ declare c record; begin
      for c in select case conrelid when 0 then format('domain %s', contypid::regtype) else format('table %s', conrelid::regclass) end as home, conname from pg_constraint
        where connamespace = 'ledger'::regnamespace and conparentid = 0 and coninhcount = 0 and contype in ('c', 'f') loop
        execute format('alter %s drop constraint %I', c.home, c.conname);
      end loop;
    end $$`)
}

/** What `verify` would find after a commit. */
const verify = async (tx: Tx): Promise<ProofFault[]> => (await verifyWithin(tx, {}, () => {})).faults

type Column = { table: string; column: string; type: string }

/** Tables that hold rows: partitions are read through what they are part of. */
async function columns(): Promise<Column[]> {
  const all = await world.owner<Column[]>`
    select c.table_name as table, c.column_name as column, c.udt_name as type
    from information_schema.columns c join pg_class k on k.oid = ('ledger.' || quote_ident(c.table_name))::regclass
    where c.table_schema = 'ledger' and not k.relispartition and k.relkind in ('r', 'p')
    order by c.table_name, c.ordinal_position`
  for (const table of new Set(all.map((column) => column.table))) {
    const [row] = await world.owner.unsafe(`select 1 from ledger."${table}" limit 1`)
    assert.ok(row, `the world has no row in ${table}`)
  }
  return all
}

/** Another value of the same type. */
const changed: Record<string, (column: string) => string> = {
  uuid: () => 'gen_random_uuid()',
  text: (column) => `coalesce(${column}, '') || 'x'`,
  int4: (column) => `${column} + 1000`,
  int8: (column) => `coalesce(${column}, 0) + 1000`,
  timestamptz: (column) => `case when isfinite(${column}) then ${column} + interval '1 microsecond' else now() end`,
  date: (column) => `(${column} - interval '3 months')::date`,
  bytea: (column) => `set_byte(${column} || '\\x00', 0, get_byte(${column} || '\\x00', 0) # 1)`,
  jsonb: (column) => `${column} || '{"x": 1}'`,
  _uuid: (column) => `array_append(${column}, gen_random_uuid())`,
}

/** All that may name a row: its ids and numbers, for a posting the entry it belongs to, for an archive its month. */
const names = (row: Record<string, unknown>) =>
  row.leaf_names
    ? [(row.month as Date).toISOString().slice(0, 10)]
    : ['id', 'entry_id', 'account_id', 'actor_id', 'number', 'block'].flatMap((name) =>
        row[name] ? [String(row[name])] : [],
      )

const isNamed = (faults: ProofFault[], table: string, row: Record<string, unknown>) =>
  faults.some((fault) => {
    const text = `${fault.table} ${fault.key} ${fault.place ?? ''}`
    const mapped =
      table === 'leaf' ? [`block ${row.block}, position ${row.position}`, `leaf ${row.block} `] : names(row)
    return mapped.some((name) => text.includes(name))
  })

const told = (faults: ProofFault[]) => JSON.stringify(faults.slice(0, 4))

describe('whoever owns the database is found out', () => {
  it('where nothing was touched, nothing is found', async () => {
    const found = await verifyLedger(world.sql, {}, () => {})
    assert.deepEqual(found.faults, [])
    assert.equal(found.unsealed, 0)
    assert.ok(found.blocks >= 3)
  })

  it('any column of any table, changed in one row', async () => {
    let tried = 0
    const missed: string[] = []
    for (const { table, column, type } of await columns()) {
      const expression = changed[type]
      assert.ok(expression, `no way to change a ${type}`)
      const rows = await world.owner.unsafe(
        `select *, ctid::text as ctid, tableoid::regclass::text as home from ledger."${table}"`,
      )
      for (const row of pickRows(rows)) {
        await tampering(async (tx) => {
          await tx.unsafe(`update ${row.home} set ${column} = ${expression(column)} where ctid = '${row.ctid}'`)
          const faults = await verify(tx)
          if (!isNamed(faults, table, row)) missed.push(`${table}.${column}: ${told(faults)}`)
        })
        tried += 1
      }
    }
    assert.deepEqual(missed, [])
    assert.ok(tried > 80, `${tried} tried`)
  })

  it('any row, deleted', async () => {
    const missed: string[] = []
    for (const table of new Set((await columns()).map((column) => column.table))) {
      const rows = await world.owner.unsafe(
        `select *, ctid::text as ctid, tableoid::regclass::text as home from ledger."${table}"`,
      )
      for (const row of rows) {
        await tampering(async (tx) => {
          await tx.unsafe(`delete from ${row.home} where ctid = '${row.ctid}'`)
          const faults = await verify(tx)
          if (!isNamed(faults, table, row)) missed.push(`${table} ${names(row)}: ${told(faults)}`)
        })
      }
    }
    assert.deepEqual(missed, [])
  })

  it('a forged row of each table', async () => {
    const old = `now() - interval '2 days'`
    const some = 'gen_random_uuid()'
    const { anna, budi } = world
    const forged: Record<string, string> = {
      account: `insert into ledger.account (id, purpose, owner_id, currency, opened_at) values (${some}, 'customer', ${some}, 'IDR', ${old})`,
      account_state: `insert into ledger.account_state values ('${anna}', 1, 'frozen', ${old})`,
      entry: `insert into ledger.entry values (${some}, ${old}, 'test', '{${anna},${budi}}')`,
      posting: `insert into ledger.posting values ('${anna}', now(), 99, ${some}, 5, 5)`,
      hold: `insert into ledger.hold (id, account_id, amount, placed_at, expires_at, state, closed_at) values (${some}, '${anna}', 5, ${old}, ${old}, 'released', ${old})`,
      request: `insert into ledger.request values (${some}, 'forged', '', '{"refused": "no"}', ${old})`,
      block: `insert into ledger.block select number + 1, hash, root, leaves, sealed_at, key_id, decode(repeat('ab', 32), 'hex'), signature from ledger.block order by number desc limit 1`,
      leaf: `insert into ledger.leaf select block, position + 1000, 'hold', ${some}, '', at, hash from ledger.leaf order by block limit 1`,
      archive: `insert into ledger.archive values ('2020-01-01', ${old}, '')`,
      carried: `insert into ledger.carried values ('${anna}', ${old}, 9, 9, '2020-01-01')`,
      seal_key: `insert into ledger.seal_key select left(encode(sha256('\\x01'), 'hex'), 16), '\\x01'`,
    }
    for (const table of new Set((await columns()).map((column) => column.table))) {
      assert.ok(forged[table], `no forged row of ${table}`)
      await tampering(async (tx) => {
        await tx.unsafe(forged[table]!)
        const faults = await verify(tx)
        assert.ok(
          faults.some((fault) => fault.table === table),
          `${table}: ${told(faults)}`,
        )
      })
    }
  })

  it('the name of a leaf whose entry went to the archive, or of one that is said to have gone there', async () => {
    const [archived] = await world.owner<{ id: string }[]>`
      select id from ledger.leaf where kind = 'entry' and at < now() - interval '60 days'`
    for (const change of [
      `update ledger.leaf set id = gen_random_uuid() where id = '${archived!.id}'`,
      `update ledger.leaf set at = at + interval '1 second' where id = '${archived!.id}'`,
      `update ledger.leaf set at = '${new Date(Date.now() - 150 * 86_400_000).toISOString()}' where id = '${world.entries[0]}'`,
    ])
      await tampering(async (tx) => {
        await tx.unsafe(change)
        const faults = await verify(tx)
        assert.ok(
          faults.some(({ rule }) => rule === 'archive_leaf_names'),
          `${change}: ${told(faults)}`,
        )
      })
  })

  it('a chain that was cut off, or that nobody goes on with, by what has waited for too long', async () => {
    await tampering(async (tx) => {
      await tx`delete from ledger.leaf`
      await tx`delete from ledger.block`
      await tx`delete from ledger.seal_key`
      await tx`update ledger.account_state set set_at = set_at + interval '2 hours'`
      const faults = await verify(tx)
      assert.ok(
        faults.some(({ rule, key }) => rule === 'unsealed' && key === world.entries[0]),
        told(faults),
      )
    })
  })

  it('a chain that was cut and sealed anew, where its head was noted down', async () => {
    const head = (await verifyLedger(world.sql, {}, () => {})).head!
    const noted = { head: { number: head.number + 1, hash: head.hash } }
    const [cut] = (await verifyLedger(world.sql, noted, () => {})).faults
    assert.equal(cut?.rule, 'head_pinned')
    const [other] = (await verifyLedger(world.sql, { head: { number: 1, hash: head.hash } }, () => {})).faults
    assert.equal(other?.rule, 'head_pinned')
    const [stranger] = (await verifyLedger(world.sql, { keyIds: ['0'.repeat(16)] }, () => {})).faults
    assert.equal(stranger?.rule, 'key_pinned')
  })
})

/** The first and the last: what changes a kind of row late is not like what came first. */
function pickRows<T>(rows: T[]): T[] {
  return rows.length > 1 ? [rows[0]!, rows.at(-1)!] : rows
}
