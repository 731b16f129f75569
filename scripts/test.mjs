// `npm test`: installs what is missing, runs every test and closes with "N passed, N failed".
// `npm test -- server/ledger` runs the files below that folder.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensurePackages, ensurePrograms, ensureWebApps, node, root } from './ensure.mjs'

ensurePackages()
const missing = ensurePrograms(['chromium'])
if (missing.length > 0) {
  console.error(`Some tests need ${missing.join(', ')}, which could not be installed: install it and run again.`)
  process.exit(1)
}
ensureWebApps()
const { status } = spawnSync(node, [path.join(root, 'test/run.ts'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
})
process.exit(status ?? 1)
