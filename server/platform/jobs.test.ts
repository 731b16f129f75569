import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTestDatabase } from '../../test/database.ts'
import { addJob, runJobs } from './jobs.ts'
import { createLog } from './log.ts'

const rounds = 10
/** A hundred times as quick as in earnest. */
const silence = { everyMs: 100, longestMs: 600 }
const patienceMs = 20_000

test('ends without a word where the database goes at the same moment', async () => {
  const database = await createTestDatabase()
  const cutWorker = () =>
    database.owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = '' and pid <> pg_backend_pid()`
  for (let round = 0; round < rounds; round += 1) {
    const worker = await runJobs(database.url, { note: async () => {} }, createLog('fatal'))
    const stopping = worker.stop()
    if (round % 2 === 0) await cutWorker()
    await stopping
    await cutWorker()
  }
  await database.drop()
})

/** A process of its own that takes up a job and never ends it. */
function startStuckWorker(url: string) {
  const program = `
    import { runJobs } from ${JSON.stringify(new URL('./jobs.ts', import.meta.url).href)}
    import { createLog } from ${JSON.stringify(new URL('./log.ts', import.meta.url).href)}
    const stuck = () => new Promise(() => { console.log('has it'); setInterval(() => {}, 1000) })
    await runJobs(${JSON.stringify(url)}, { note: stuck }, createLog('silent'), { silence: ${JSON.stringify(silence)} })`
  return spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
}

test('what a killed process had in hand is done by another one soon; what a living one has in hand stays with it', async () => {
  const database = await createTestDatabase()
  const done: unknown[] = []
  const note = async (payload: Record<string, unknown>) => void done.push(payload.of)
  const stuck = startStuckWorker(database.url)
  let worker: Awaited<ReturnType<typeof runJobs>> | undefined
  try {
    await addJob(database.sql, { name: 'note', payload: { of: 'the killed one' } })
    await once(stuck.stdout, 'data')
    worker = await runJobs(database.url, { note }, createLog('silent'), { silence })
    await sleep(silence.longestMs * 3)
    assert.deepEqual(done, [], 'it lives, and its job may take as long as it needs')
    stuck.kill('SIGKILL')
    for (const giveUpAt = Date.now() + patienceMs; done.length === 0 && Date.now() < giveUpAt; ) await sleep(20)
    assert.deepEqual(done, ['the killed one'])
  } finally {
    stuck.kill('SIGKILL')
    await worker?.stop()
    await database.drop()
  }
})

test('who was away itself takes nothing from the others until they had the time to speak', async () => {
  const database = await createTestDatabase()
  const { owner } = database
  const keep = async (id: string) => (await owner`select keep_job_worker(${id}, '1 minute') as given`)[0]!.given
  await addJob(database.sql, { name: 'note', payload: {} })
  await owner`update graphile_worker._private_jobs set locked_by = 'other', locked_at = now() - interval '2 minutes'`
  // The database was away for two minutes: nobody could speak.
  await owner`insert into job_worker values ('we', now() - interval '2 minutes'), ('other', now() - interval '2 minutes')`
  assert.equal(await keep('we'), 0)
  assert.equal(await keep('other'), 0)
  assert.equal(await keep('we'), 0, 'the other has spoken')
  await owner`update job_worker set seen_at = now() - interval '2 minutes' where id = 'other'`
  assert.equal(await keep('we'), 1)
  assert.equal(await keep('we'), 0)
  await database.drop()
})
