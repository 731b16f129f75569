// What `npm start` and `npm test` need before anything else can run. Plain JavaScript, for it runs on whatever Node the
// machine has; everything after it runs on the Node that package.json names.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
export const node = path.join(root, 'node_modules/.bin/node')
/**
 * Requests live shortly: room for the young spares most of the collector's work, and more would make each pause longer. Room
 * for the old from the start: what it is otherwise given at first fills every ten seconds, and each time all pause.
 */
export const walletFlags = ['--max-semi-space-size=16', '--initial-old-space-size=256']
const stamps = path.join(root, '.dompet/stamps')

/** Time between two looks whether another start is through with what this one wants, too. */
const turnLookMs = 200
/** Longest wait for it: an installation over a slow line. */
const turnPatienceMs = 600_000

/** Runs `work` where the files that it depends on have changed since it last succeeded; of several starts one does. */
function once(name, inputs, work) {
  const stamp = path.join(stamps, name)
  const isDone = (now) => existsSync(stamp) && readFileSync(stamp, 'utf8') === now
  if (isDone(digestOf(inputs))) return
  inTurn(name, () => {
    const now = digestOf(inputs)
    if (isDone(now)) return
    work()
    writeFileSync(stamp, now)
  })
}

function digestOf(inputs) {
  const digest = createHash('sha256')
  for (const file of inputs.flatMap(filesOf).sort()) digest.update(file).update(readFileSync(file))
  return digest.digest('hex')
}

/** One start after the other: a file with the number of the process whose turn it is. One that was killed has none. */
function inTurn(name, work) {
  const turn = path.join(stamps, `${name}.turn`)
  mkdirSync(stamps, { recursive: true })
  const giveUpAt = performance.now() + turnPatienceMs
  while (!takeTurn(turn)) {
    if (performance.now() > giveUpAt) throw new Error(`Another start has not ended; if there is none, remove ${turn}`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, turnLookMs)
  }
  try {
    work()
  } finally {
    rmSync(turn, { force: true })
  }
}

function takeTurn(turn) {
  try {
    writeFileSync(turn, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
  try {
    process.kill(Number(readFileSync(turn, 'utf8')) || process.pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(turn, { force: true })
  }
  return false
}

function filesOf(entry) {
  const file = path.join(root, entry)
  if (!existsSync(file)) return []
  if (!statSync(file).isDirectory()) return [file]
  const skipped = new Set(['node_modules', 'dist'])
  return readdirSync(file).flatMap((name) => (skipped.has(name) ? [] : filesOf(path.join(entry, name))))
}

function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options })
  if (error) throw error
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

/** Installs the packages of package-lock.json, where they are missing or the lock has changed since. */
export function ensurePackages() {
  const install = () => {
    console.log('Installing packages (once)')
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  }
  const stamped = existsSync(path.join(stamps, 'packages'))
  const isMissing = () => !existsSync(path.join(root, 'node_modules/.package-lock.json')) || !existsSync(node)
  const missing = isMissing()
  if (missing) inTurn('packages', () => isMissing() && install())
  once('packages', ['package-lock.json'], stamped && !missing ? install : () => {})
  // npm does it after an installation; this is for newer code on the packages of the older.
  once('mends', ['scripts/mend-packages.mjs', 'package-lock.json'], () => run(node, ['scripts/mend-packages.mjs']))
}

/** Builds the web apps. */
export function ensureWebApps() {
  once('web', ['web', 'contract', 'package-lock.json'], () => {
    console.log('Building the web apps (once)')
    const vite = path.join(root, 'node_modules/vite/bin/vite.js')
    for (const app of ['customer', 'desk', 'widget'])
      run(node, [vite, 'build', '--config', 'web/vite.config.ts', '--mode', app, '--logLevel', 'warn'])
  })
}

/** Programs of the system that tests and benchmarks use, and the Debian packages they come in. */
const programs = { chromium: 'chromium', pgbench: 'postgresql-contrib', wrk: 'wrk' }

/** Installs missing programs where we may; answers the names of those that are still missing. */
export function ensurePrograms(wanted) {
  const isThere = (program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
  const missing = wanted.filter((program) => !isThere(program))
  if (missing.length > 0 && process.getuid?.() === 0 && isThere('apt-get')) {
    console.log(`Installing ${missing.join(', ')} (once)`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const packages = missing.map((program) => programs[program])
    if (missing.includes('chromium')) packages.push('fonts-noto-cjk')
    const quiet = { env, stdio: 'ignore' }
    spawnSync('apt-get', ['update', '-qq'], quiet)
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet)
  }
  return missing.filter((program) => !isThere(program))
}
