import { globSync } from 'node:fs'
import path from 'node:path'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { startTestServer } from './database.ts'

/** Files at once: one for each core of the smallest machine that we promise. */
const concurrency = 2
const testTimeoutMs = 5 * 60_000
/** What somebody asks for by name may be a long run: chaos, simulation. */
const namedTestTimeoutMs = 60 * 60_000
/** A file may take that much longer than a test before `deadline.ts` ends it, whatever longer time a test of it sets itself. */
const fileReserveMs = 5 * 60_000

const root = path.resolve(import.meta.dirname, '..')
const wanted = process.argv.slice(2)
const files = globSync(
  ['server/**/*.test.ts', 'sandbox/**/*.test.ts', 'web/ui/**/*.test.ts', 'web/*/**/*.test.ts', 'test/**/*.test.ts'],
  {
    cwd: root,
    exclude: (name) => name.includes('node_modules'),
  },
)
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.startsWith(part)))
  // The longest first, so that none of them is left running alone at the end.
  .sort((a, b) => Number(b.startsWith('test/')) - Number(a.startsWith('test/')) || a.localeCompare(b))

const server = await startTestServer()
const counts = { passed: 0, failed: 0, skipped: 0 }
const timeout = wanted.length > 0 ? namedTestTimeoutMs : testTimeoutMs
process.env.DOMPET_TEST_FILE_TIMEOUT_MS = String(timeout + fileReserveMs)
const stream = run({
  files: files.map((file) => path.join(root, file)),
  execArgv: ['--import', path.join(import.meta.dirname, 'deadline.ts')],
  concurrency,
  timeout,
})
stream.on('test:pass', (event) => {
  if (event.details.type === 'suite') return
  if (event.skip !== undefined || event.todo !== undefined) counts.skipped += 1
  else counts.passed += 1
})
stream.on('test:fail', (event) => {
  if (event.details.type !== 'suite') counts.failed += 1
})
await new Promise<void>((resolve, reject) => {
  stream.on('end', resolve)
  stream.on('error', reject)
  stream.compose(spec).pipe(process.stdout)
})
if (server.started) await server.stop()

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`)
const nothingRan = counts.passed + counts.failed === 0
process.exit(counts.failed > 0 || nothingRan || (process.env.CI && counts.skipped > 0) ? 1 : 0)
