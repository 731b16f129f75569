import { test } from 'node:test'
import { createTestDatabase } from '../../test/database.ts'
import { runJobs } from './jobs.ts'
import { createLog } from './log.ts'

const rounds = 10

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
