// What `npm start` and `npm test` need before anything else can run. Plain JavaScript, for it runs on whatever Node the
// machine has; everything after it runs on the Node that package.json names.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..')
export const node = path.join(root, 'node_modules/.bin/node')
const stamps = path.join(root, '.dompet/stamps')

/** Runs `work` where the files that it depends on have changed since it last succeeded. */
function once(name, inputs, work) {
  const digest = createHash('sha256')
  for (const file of inputs.flatMap(filesOf).sort()) digest.update(file).update(readFileSync(file))
  const stamp = path.join(stamps, name)
  const now = digest.digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  work()
  mkdirSync(stamps, { recursive: true })
  writeFileSync(stamp, now)
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
  const missing = !existsSync(path.join(root, 'node_modules/.package-lock.json')) || !existsSync(node)
  if (missing) install()
  once('packages', ['package-lock.json'], stamped && !missing ? install : () => {})
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
