// `npm run bench -- NAME [--json]`: figures beside their baseline from the same run.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensurePackages, ensurePrograms, node, root, walletFlags } from './ensure.mjs'

ensurePackages()
const missing = ensurePrograms(['pgbench', 'wrk'])
if (missing.length > 0) {
  console.error(`The benchmarks need ${missing.join(', ')}, which could not be installed: install it and run again.`)
  process.exit(1)
}
// As the wallet runs: the ledger's own bench has the ledger in its process.
const { status } = spawnSync(node, [...walletFlags, path.join(root, 'bench/main.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
