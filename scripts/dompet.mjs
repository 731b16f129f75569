#!/usr/bin/env node
// `npx dompet COMMAND`: the operator's commands, on the Node that package.json names and from any folder.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { ensurePackages, node, root } from './ensure.mjs'

ensurePackages()
const { status } = spawnSync(node, [path.join(root, 'server/cli/main.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, DOMPET_DATA: path.resolve(root, process.env.DOMPET_DATA || '.dompet') },
})
process.exit(status ?? 1)
