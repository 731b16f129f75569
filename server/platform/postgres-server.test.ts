import assert from 'node:assert/strict'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigFault } from './config-fault.ts'
import { connectOwner } from './database.ts'
import { type PostgresServer, startPostgres } from './postgres-server.ts'

let folder: string
const startHere = () => startPostgres(path.join(folder, 'postgres'), { fsync: 'off', shared_buffers: '16MB' })

before(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-postgres-'))
  // Started by root, PostgreSQL is somebody else.
  chmodSync(folder, 0o755)
})
after(async () => {
  if (existsSync(path.join(folder, 'postgres/data/postmaster.pid'))) await (await startHere()).stop()
  rmSync(folder, { recursive: true, force: true })
})

async function answers(server: PostgresServer): Promise<boolean> {
  const sql = connectOwner(server.url('postgres'))
  return sql`select 1`
    .then(
      () => true,
      () => false,
    )
    .finally(() => sql.end())
}

test('of several who start in one empty folder all get the same server, and the last who leaves stops it', async () => {
  // A start that was cut off; no process has this number.
  const left = path.join(folder, 'postgres/data-of-999999999-left')
  mkdirSync(left, { recursive: true })
  writeFileSync(path.join(left, 'PG_VERSION'), '18')
  const servers = await Promise.all([startHere(), startHere(), startHere()])
  assert.equal(new Set(servers.map((server) => server.url('postgres'))).size, 1)
  assert.deepEqual(await Promise.all(servers.map(answers)), [true, true, true])
  assert.deepEqual(
    readdirSync(path.join(folder, 'postgres')).filter((name) => name.startsWith('data')),
    ['data'],
  )
  const [first, second] = servers
  const sql = connectOwner(second.url('postgres'))
  await sql`select 1`
  await first.leave()
  assert.equal(await answers(second), true, 'somebody else is connected')
  await sql.end()
  await second.leave()
  assert.equal(await answers(second), false)
})

test('who starts while another stops has a server in the end, whatever the moment', async () => {
  for (const delayMs of [0, 5, 20, 60, 150]) {
    const leaving = await startHere()
    const left = leaving.leave()
    await sleep(delayMs)
    const staying = await startHere()
    staying.keep(() => {})
    await left
    for (let look = 0; look < 40 && !(await answers(staying)); look += 1) await sleep(50)
    assert.equal(await answers(staying), true, `${delayMs} ms after the other began to stop`)
    await staying.stop()
  }
})

test('a cluster without the file that holds its password is told of in words', async () => {
  const aside = path.join(folder, 'bare')
  mkdirSync(path.join(aside, 'data'), { recursive: true })
  writeFileSync(path.join(aside, 'data/PG_VERSION'), '18')
  await assert.rejects(
    startPostgres(aside),
    (error: Error) => error instanceof ConfigFault && /server\.json is missing/.test(error.message),
  )
})
