import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.resolve(import.meta.dirname, '../..')

/** docs/ARCHITECTURE.md shows this table: a lower rank never imports a higher one. */
const ranks = [
  ['platform'],
  ['ledger', 'audit'],
  ['identity', 'policy'],
  ['merchants', 'payments', 'banks', 'refunds', 'billers', 'withdrawals', 'remittance', 'pockets', 'reconciliation'],
  ['knowledge', 'directory', 'cases', 'routing', 'complaints', 'supervision'],
  ['channels', 'gateways'],
  ['main', 'bookkeeping', 'demo', 'cli'],
]

/** Edges inside a rank, each with its reason. */
const sideways = new Set([
  'payments > merchants', // a payment reads the shop's code
  'banks > payments', // a transfer that arrives is a top-up
  'reconciliation > payments', // money found at the bank is credited as the top-up that it is
  'cases > routing', // a case waits in the queue
  'directory > cases', // a report of fraud, and a code read out on the telephone, open a case
  'supervision > cases', // listening in, whispering and reviews are about cases
  'supervision > routing', // the wallboard shows the queue
  'cases > knowledge', // search cuts Chinese into the words that the help centre knows
  'main > bookkeeping', // starts its thread
  'main > demo', // the first start fills an empty world
])

type Import = { from: string; to: string }

function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  return Array.from(text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g), ([, to]) => ({
    from: file,
    to: to!.startsWith('.') ? path.join(path.dirname(file), to!) : to!,
  }))
}

const sources = (pattern: string) => globSync(pattern, { cwd: root, exclude: (name) => name.includes('node_modules') })
/** Tests and what only tests use may look into every room. */
const isTest = (file: string) => /\.(test|testing)\.ts$/.test(file)
const areaOf = (file: string) => file.split('/')[1]!.replace(/\.ts$/, '')
const rankOf = (area: string) => ranks.findIndex((rank) => rank.includes(area))

test('the server keeps its ranks', () => {
  const faults: string[] = []
  for (const file of sources('server/**/*.ts').filter((name) => !isTest(name))) {
    assert.notEqual(rankOf(areaOf(file)), -1, `${file} is in no rank`)
    for (const { to } of importsOf(file)) {
      if (!to.startsWith('server/') || areaOf(to) === areaOf(file)) continue
      const [own, other] = [rankOf(areaOf(file)), rankOf(areaOf(to))]
      const allowed = other < own || (other === own && sideways.has(`${areaOf(file)} > ${areaOf(to)}`))
      if (!allowed) faults.push(`${file} imports ${to}`)
    }
  }
  assert.deepEqual(faults, [])
})

test('contract imports zod only, web knows the contract and itself, the sandbox knows nothing of the server', () => {
  const faults: string[] = []
  const check = (pattern: string, allowed: (to: string) => boolean) => {
    for (const file of sources(pattern).filter((name) => !isTest(name)))
      for (const { to } of importsOf(file)) if (!allowed(to)) faults.push(`${file} imports ${to}`)
  }
  check('contract/*.ts', (to) => to === 'zod' || to.startsWith('contract/'))
  check('web/**/*.{ts,tsx}', (to) => !/^(server|sandbox|bench|test)\//.test(to))
  check('sandbox/**/*.ts', (to) => !/^(server|web|bench|test)\//.test(to))
  assert.deepEqual(faults, [])
})

test('SQL stands in *.sql.ts only', () => {
  const statement = /(?:sql|tx|db|owner)`\s*(?:select|insert|update|delete|with|lock)\b/i
  const faults = sources('server/**/*.ts').filter((file) => {
    const allowed = isTest(file) || file.endsWith('.sql.ts') || /^server\/(platform|demo|main)/.test(file)
    return !allowed && statement.test(readFileSync(path.join(root, file), 'utf8'))
  })
  assert.deepEqual(faults, [])
})

test('no import is circular', () => {
  const graph = new Map<string, string[]>()
  for (const file of sources('{contract,server,sandbox}/**/*.ts'))
    graph.set(
      file,
      importsOf(file)
        .map(({ to }) => to)
        .filter((to) => to.endsWith('.ts')),
    )
  const typeOnly = (from: string, to: string) => {
    const text = readFileSync(path.join(root, from), 'utf8')
    const name = path.basename(to)
    return !new RegExp(`^import (?!type)[^']*'[^']*${name}'`, 'm').test(text)
  }
  const done = new Set<string>()
  const visit = (file: string, trail: string[]) => {
    if (trail.includes(file)) assert.fail(`circular: ${[...trail.slice(trail.indexOf(file)), file].join(' > ')}`)
    if (done.has(file)) return
    for (const to of graph.get(file) ?? []) if (!typeOnly(file, to)) visit(to, [...trail, file])
    done.add(file)
  }
  for (const file of graph.keys()) visit(file, [])
})

test('the lock names the packages of every platform', () => {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optionalDependencies?: Record<string, string> }>
  }
  const names = new Set(Object.keys(packages).map((key) => key.slice(key.lastIndexOf('node_modules/') + 13)))
  const missing = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name)),
  )
  assert.deepEqual(missing, [], 'npm dropped packages of other platforms: npm ci would refuse the lock')
})
