// npm leaves optional packages of other platforms out of package-lock.json when its registry does not show them, and
// `npm ci` then refuses the lock. This names them again; they are fetched only on the platform they are for.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { root } from './ensure.mjs'

const file = path.join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const { packages } = lock

const systems = ['openharmony', 'android', 'darwin', 'linux', 'win32', 'freebsd', 'openbsd', 'netbsd', 'sunos', 'aix']
const processors = ['wasm32', 'arm64', 'riscv64', 'loong64', 'ppc64', 's390x', 'ia32', 'x64', 'arm']

function platformOf(name) {
  const words = name.split('/').at(-1)
  const system = systems.find((one) => words.includes(one)) ?? (words.includes('windows') ? 'win32' : undefined)
  const processor = words.includes('aarch64') ? 'arm64' : processors.find((one) => words.includes(one))
  const library = words.includes('musl') ? 'musl' : words.includes('gnu') ? 'glibc' : undefined
  return {
    ...(processor ? { cpu: [processor] } : {}),
    ...(system ? { os: [system] } : {}),
    ...(library && system === 'linux' ? { libc: [library] } : {}),
  }
}

function isThere(from, name) {
  for (let base = from; ; base = base.slice(0, Math.max(base.lastIndexOf('/node_modules/'), 0))) {
    if (packages[`${base ? `${base}/` : ''}node_modules/${name}`]) return true
    if (base === '') return false
  }
}

let added = 0
for (const [key, entry] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(entry.optionalDependencies ?? {})) {
    if (isThere(key, name)) continue
    const version = range.replace(/^[\^~]/, '')
    packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
if (added > 0) writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages of other platforms named`)
