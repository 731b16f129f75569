// `npm start`: everything on one machine, with the outside world played by the sandbox.
import { fork, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { ensurePackages, ensureWebApps, node, root, walletFlags } from './ensure.mjs'

const empty = process.argv.includes('--empty')
const port = Number(process.env.DOMPET_PORT || 3000)
const data = path.resolve(root, process.env.DOMPET_DATA || '.dompet')
/** A wallet that ends this often without having lived so long has a fault that starting again does not mend. */
const shortestLifeMs = 20_000
const quickEnds = 5
/** How the wallet ends where its configuration is at fault, which it has told (server/platform/config-fault.ts). */
const configFaultExit = 78
/** Pause before it is started again after a short life; each further one is twice as long. */
const restartPauseMs = 250
/** Longest wait for the first start; the wallet itself says why it does not come up. */
const readyWithinMs = 120_000
/** How often it is looked whether npm is still there. */
const parentLookMs = 1_000
const children = []
let stopping = false

process.on('SIGINT', () => stop(0))
process.on('SIGTERM', () => stop(0))
// npm runs this in a shell, which does not hand on the signal that ends npm: without our parent we end, too.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || stop(0), parentLookMs).unref()
}

try {
  await start()
} catch (error) {
  console.error(error.message)
  stop(1)
}

async function start() {
  const strange = process.argv.slice(2).find((word) => word !== '--empty')
  if (strange) throw new Error(`"${strange}" is not known. There is: npm start, and npm start -- --empty`)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error('DOMPET_PORT: must be a whole number from 1 to 65535, as in DOMPET_PORT=3001 npm start')
  await requireFreePort(port)
  ensurePackages()
  ensureWebApps()
  const shop = readShopSecrets()
  const sandbox = await startSandbox(shop)
  startWallet(sandbox, shop)
  if (empty) await tellWhere()
}

function requireFreePort(wanted) {
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', () =>
      reject(new Error(`Port ${wanted} is in use. Stop what uses it, or choose another: DOMPET_PORT=3001 npm start`)),
    )
    probe.listen(wanted, '127.0.0.1', () => probe.close(resolve))
  })
}

/** What the sandbox's shop and the wallet share, as a real shop would be given it once: whoever starts first makes it. */
function readShopSecrets() {
  const file = path.join(data, 'sandbox-shop.json')
  const draft = `${file}.${process.pid}`
  mkdirSync(data, { recursive: true })
  const key = `dk_${randomBytes(32).toString('base64url')}`
  const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`
  writeFileSync(draft, JSON.stringify({ key, webhookSecret }), { mode: 0o600 })
  try {
    linkSync(draft, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return JSON.parse(readFileSync(file, 'utf8'))
}

function startSandbox(shop) {
  const child = fork(path.join(root, 'sandbox/main.ts'), [], {
    execPath: node,
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...process.env,
      DOMPET_SANDBOX_DIR: path.join(data, 'sandbox'),
      SANDBOX_HTTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      WALLET_URL: `http://127.0.0.1:${port}`,
      SHOP_MERCHANT_KEY: shop.key,
      SHOP_WEBHOOK_SECRET: shop.webhookSecret,
    },
  })
  watch(child, 'The sandbox')
  return new Promise((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk) => {
      text += chunk
      const ready = /^sandbox ready (\{.*\})$/m.exec(text)
      if (ready) resolve(JSON.parse(ready[1]))
    })
  })
}

function startWallet(sandbox, shop, endedQuickly = 0) {
  const outside = `http://127.0.0.1:${sandbox.http}`
  const child = spawn(node, [...walletFlags, path.join(root, 'server/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      DOMPET_LOG: 'warn',
      DOMPET_DEMO: empty ? 'no' : 'yes',
      WEBHOOK_ALLOW_PRIVATE: 'yes',
      // What was compiled once need not be compiled again: a restart serves sooner.
      NODE_COMPILE_CACHE: path.join(data, 'compile-cache'),
      ...process.env,
      DOMPET_PORT: String(port),
      DOMPET_DATA: data,
      DOMPET_MOUNTS: `/sandbox=${outside}`,
      SMPP_PORT: String(sandbox.smpp),
      BANK_URL: `${outside}/bank`,
      BANK_PUBLIC_KEY_FILE: path.join(data, 'sandbox/bank-public.pem'),
      BANK_SIGNING_KEY_FILE: path.join(data, 'sandbox/wallet-private.pem'),
      DEMO_SHOP_KEY: shop.key,
      DEMO_SHOP_WEBHOOK_SECRET: shop.webhookSecret,
      DEMO_BANK_PAST_URL: `${outside}/sandbox/api/bank/history`,
      // Through the wallet: its own port is the same after the next start, the sandbox's is not.
      DEMO_SHOP_WEBHOOK_URL: `http://127.0.0.1:${port}/sandbox/shop/webhook`,
    },
  })
  child.stdout.pipe(process.stdout)
  children.push(child)
  const startedAt = Date.now()
  child.once('exit', (code, signal) => {
    if (stopping) return
    children.splice(children.indexOf(child), 1)
    if (code === configFaultExit) return stop(1)
    console.error(`Dompet ended by itself (${code ?? signal}).`)
    // What had run for a while is started again at once; what ends soon again and again would only end again.
    const quick = Date.now() - startedAt < shortestLifeMs ? endedQuickly + 1 : 0
    if (quick >= quickEnds) stop(1)
    else setTimeout(() => stopping || startWallet(sandbox, shop, quick), quick && restartPauseMs * 2 ** (quick - 1))
  })
}

/** The demo world says by itself where to look; an empty wallet has nobody in it yet. */
async function tellWhere() {
  const giveUpAt = Date.now() + readyWithinMs
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  while (!(await isReady())) {
    if (stopping || Date.now() > giveUpAt) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  const at = (place) => `http://127.0.0.1:${port}${place}`
  console.log(`
Dompet is ready, and empty.

  Wallet          ${at('/')}   (customers sign up here; the code is in the text messages below)
  Desk            ${at('/desk')}
  API             ${at('/docs')}
  Outside world   ${at('/sandbox')}   (text messages, mail, bank, a shop)

The first member of staff, while this runs, in another window:
  npx dompet add-staff sari@example.com "Sari" --roles admin,supervisor --languages id,en
It prints their password once.
`)
}

function watch(child, name) {
  children.push(child)
  child.once('exit', (code) => {
    if (stopping) return
    console.error(`${name} ended by itself (${code}).`)
    stop(1)
  })
}

function stop(code) {
  if (stopping) return
  stopping = true
  const running = children.filter((child) => child.exitCode === null && child.signalCode === null)
  if (running.length === 0) process.exit(code)
  let left = running.length
  for (const child of running) {
    child.once('exit', () => {
      left -= 1
      if (left === 0) process.exit(code)
    })
    child.kill('SIGTERM')
  }
}
