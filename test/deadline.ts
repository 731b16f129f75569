import { isMainThread } from 'node:worker_threads'

/**
 * Preloaded into every file of tests: one that has not ended in time fails and says what keeps it. The runner's own timeout
 * is a single test's, so that a loop left behind by one that failed would hold the whole run for ever.
 */
const fileTimeoutMs = Number(process.env.DOMPET_TEST_FILE_TIMEOUT_MS)

function giveUp() {
  const open = [...new Set(process.getActiveResourcesInfo())].join(', ')
  console.error(`${process.argv[1]} has not ended after ${fileTimeoutMs / 1000} s; still open: ${open}`)
  process.exit(1)
}

if (isMainThread) setTimeout(giveUp, fileTimeoutMs).unref()
