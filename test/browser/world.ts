import { type ChildProcess, fork, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { Language } from '../../contract/identity.ts'
import { insertVirtualAccount } from '../../server/banks/virtual-account.sql.ts'
import { createCustomer } from '../../server/identity/customer.ts'
import { createPasswords } from '../../server/identity/passwords.ts'
import { systemSecrets } from '../../server/identity/secrets.ts'
import { startSession } from '../../server/identity/session.ts'
import { createStaff } from '../../server/identity/staff.ts'
import { createMerchant, staticQr } from '../../server/merchants/merchant.ts'
import { creditTopUp } from '../../server/payments/topup.ts'
import { systemClock as clock } from '../../server/platform/clock.ts'
import { freePort } from '../../server/platform/free-port.ts'
import { customerCookie } from '../../server/platform/http.ts'
import { createIds } from '../../server/platform/ids.ts'
import { createTestDatabase, type TestDatabase } from '../database.ts'
import { type Line, openLine } from './line.ts'
import { type Say, sayIn } from './words.ts'

const root = path.resolve(import.meta.dirname, '../..')
const ids = createIds(clock)

/** Generous: two cores may be shared by everything that `npm test` runs. */
const patienceMs = 60_000
const startTimeoutMs = 60_000
const endTimeoutMs = 20_000

const chromiumPath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const chromiumFlags = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Chromium refuses to run as root in its own sandbox.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

const cameraFlags = (file: string) => [
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-video-capture=${file}`,
]

export const phoneSize = { width: 390, height: 844 }
export const deskSize = { width: 1280, height: 800 }

export const password = 'gelas ungu di atas meja'
export const pin = '805917'
export const shopName = 'Toko Sari'

export type Size = typeof phoneSize
export type Person = {
  page: Page
  context: BrowserContext
  line: Line
  /** Where this person's browser finds the wallet. */
  url: string
  language: Language
  say: Say
}
type NewCustomer = { name: string; language: Language; rupiah: number }
/** What the browser's camera sees: the code on the wall of the shop, in a film that is written to a folder. */
type Film = (folder: string, code: string) => string
type Seat = { language: Language; size: Size; dark?: boolean }
export type Customer = { id: string; accountId: string; name: string; phone: string; language: Language; token: string }
export type World = Awaited<ReturnType<typeof startWorld>>

/**
 * Everything that `npm start` starts, for one test file: sandbox and wallet as processes of their own on free ports, a
 * database of their own, the shop that the sandbox plays, one agent, and a browser. Nobody is a customer yet.
 */
export async function startWorld({ film }: { film?: Film } = {}) {
  const endings: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const ending of endings.splice(0).reverse()) await ending()
  }
  try {
    return { ...(await buildWorld((ending) => endings.push(ending), film)), end }
  } catch (error) {
    await end()
    throw error
  }
}

/** @param later is told how to end each part as soon as it stands */
async function buildWorld(later: (ending: () => Promise<unknown>) => void, film: Film | undefined) {
  const data = mkdtempSync(path.join(os.tmpdir(), 'dompet-browser-'))
  later(async () => rmSync(data, { recursive: true, force: true }))
  const database = await createTestDatabase()
  later(database.drop)
  const shop = {
    key: `dk_${randomBytes(32).toString('base64url')}`,
    secret: `whsec_${randomBytes(24).toString('base64')}`,
  }
  const secretKey = randomBytes(32)
  const port = await freePort()
  const sandbox = startSandbox(data, port, shop)
  later(() => endProcess(sandbox))
  const ports = JSON.parse(await lineOf(sandbox, /^sandbox ready (\{.*\})$/m)) as Ports
  const outside = `http://127.0.0.1:${ports.http}`
  const wallet = startWallet({ data, port, databaseUrl: database.url, secretKey, ports, outside })
  later(() => endProcess(wallet))
  await answers(wallet, `http://127.0.0.1:${port}/readyz`)

  const passwordHash = await createPasswords().hash(password)
  const agent = await hireAgent(database, passwordHash)
  const code = await openShop(database, { ...shop, url: `${outside}/sandbox/shop/webhook` })
  const args = film ? [...chromiumFlags, ...cameraFlags(film(data, code))] : chromiumFlags
  const browser = await chromium.launch({ executablePath: chromiumPath, args })
  later(() => browser.close())
  const persons: Person[] = []

  return {
    agent,
    sql: database.sql,
    /** A browser of its own for one person, on a line of its own to the wallet. */
    async seat({ language, size, dark = false }: Seat): Promise<Person> {
      const line = await openLine(port)
      later(line.close)
      const context = await newContext(browser, { language, size, dark })
      const url = `http://127.0.0.1:${line.port}`
      const person = { page: await context.newPage(), context, line, url, language, say: sayIn(language) }
      persons.push(person)
      return person
    },
    /** A customer with money, by the verbs that sign-up and the bank's notification call. */
    addCustomer: (customer: NewCustomer) => addCustomer(database, { secretKey, passwordHash }, customer),
    /** The code in the newest text message to a number. */
    async codeFor(phone: string): Promise<string> {
      const answer = await fetch(`${outside}/sandbox/api/sms?to=${encodeURIComponent(phone)}`)
      const { messages } = (await answer.json()) as { messages: { code: string }[] }
      return messages[0]!.code
    },
    /** Runs a part of a test; where it fails, the error says where pictures of all open pages are. */
    async play(name: string, part: () => Promise<void>) {
      try {
        await part()
      } catch (error) {
        const folder = await takePictures(name, persons)
        throw new Error(`${name}: what was on the screens is in ${folder}`, { cause: error })
      }
    },
  }
}

async function hireAgent({ sql }: TestDatabase, passwordHash: string) {
  const agent = { name: 'Sari', email: 'sari@dompet.example' }
  const more = { roles: ['agent' as const], languages: ['id' as const, 'en' as const, 'zh' as const] }
  await createStaff(sql, { ids }, { ...agent, ...more, passwordHash, createdAt: clock.now() })
  return agent
}

async function openShop({ sql }: TestDatabase, { key, secret, url }: { key: string; secret: string; url: string }) {
  const shop = { name: shopName, city: 'Yogyakarta', category: '5411', apiKey: key, webhook: { url, secret } }
  return staticQr(await sql.begin((tx) => createMerchant(tx, clock, ids, shop)))
}

/** Sits down as somebody who signed in on this device before. */
export async function signedIn({ context, url, page }: Person, { token }: Customer): Promise<void> {
  await context.addCookies([{ name: customerCookie, value: token, url, httpOnly: true, sameSite: 'Lax' }])
  await context.addInitScript(() => localStorage.setItem('dompet.presence', 'in'))
  await page.goto(url)
}

/** The six figures on the pad of the app. */
export async function enterPin(page: Page, figures = pin): Promise<void> {
  for (const figure of figures) await page.getByRole('button', { name: figure, exact: true }).click()
}

async function newContext(browser: Browser, { language, size, dark }: Required<Seat>): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: size,
    locale: { id: 'id-ID', zh: 'zh-CN', en: 'en-GB' }[language],
    timezoneId: 'Asia/Jakarta',
    colorScheme: dark ? 'dark' : 'light',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  context.setDefaultTimeout(patienceMs)
  return context
}

async function addCustomer(
  { sql }: TestDatabase,
  { secretKey, passwordHash }: { secretKey: Buffer; passwordHash: string },
  { name, language, rupiah }: NewCustomer,
): Promise<Customer> {
  const phone = newPhone()
  const now = clock.now()
  const row = (await sql.begin((tx) =>
    createCustomer(tx, { ids, secretKey }, { name, phone, passwordHash, pin, language, createdAt: now }),
  ))!
  const token = await sql.begin((tx) =>
    startSession(tx, { ids, secrets: systemSecrets }, { customerId: row.id, device: 'Chromium', now }),
  )
  const account = (await insertVirtualAccount(sql, {
    customerId: row.id,
    serviceId: '88810001',
    trxId: ids(),
    at: now,
  }))!
  await creditTopUp(
    { sql, clock, ids, committed() {} },
    {
      reference: ids(),
      virtualAccount: account.number,
      customerId: row.id,
      amountMinor: BigInt(rupiah) * 100n,
      bank: 'Bank Pasir',
      bankReference: null,
      transferredAt: now,
    },
  )
  return { id: row.id, accountId: row.accountId, name, phone, language, token }
}

let lastNumber = 0
/** A mobile number that nobody in this process has had. */
export function newPhone(): string {
  lastNumber += 1
  return `+62812990${String(lastNumber).padStart(5, '0')}`
}

// Processes

type Ports = { http: number; smpp: number; smtp: number }

function startSandbox(data: string, walletPort: number, shop: { key: string; secret: string }) {
  return fork(path.join(root, 'sandbox/main.ts'), [], {
    cwd: root,
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      ...plainEnvironment(),
      DOMPET_SANDBOX_DIR: path.join(data, 'sandbox'),
      SANDBOX_HTTP_PORT: '0',
      SANDBOX_SMPP_PORT: '0',
      SANDBOX_SMTP_PORT: '0',
      WALLET_URL: `http://127.0.0.1:${walletPort}`,
      SHOP_MERCHANT_KEY: shop.key,
      SHOP_WEBHOOK_SECRET: shop.secret,
    },
  })
}

type WalletNeeds = { data: string; port: number; databaseUrl: string; secretKey: Buffer; ports: Ports; outside: string }

function startWallet({ data, port, databaseUrl, secretKey, ports, outside }: WalletNeeds) {
  return spawn(process.execPath, [path.join(root, 'server/main.ts')], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...plainEnvironment(),
      DOMPET_PORT: String(port),
      DOMPET_DATA: data,
      DOMPET_SECRET_KEY: secretKey.toString('base64'),
      DATABASE_URL: databaseUrl,
      DOMPET_LOG: 'warn',
      DOMPET_RATE_LIMIT_PER_MINUTE: '100000',
      DOMPET_SIGNIN_LIMIT_PER_MINUTE: '10000',
      DOMPET_MOUNTS: `/sandbox=${outside}`,
      DOMPET_WIDGET_SITES: 'http://127.0.0.1:*',
      WEBHOOK_ALLOW_PRIVATE: 'yes',
      SMPP_PORT: String(ports.smpp),
      BANK_URL: `${outside}/bank`,
      BANK_PUBLIC_KEY_FILE: path.join(data, 'sandbox/bank-public.pem'),
      BANK_SIGNING_KEY_FILE: path.join(data, 'sandbox/wallet-private.pem'),
    },
  })
}

/** What the machine sets, without the settings of a wallet that somebody runs here. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = /^(DOMPET|SANDBOX|SHOP|BANK|SMPP|SMTP|WALLET|DEMO|WEBHOOK|DATABASE_URL|NODE_TEST)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)))
}

function lineOf(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout!.on('data', (chunk) => {
      text += chunk
      const found = wanted.exec(text)
      if (found) resolve(found[1]!)
    })
    child.once('exit', (code) => reject(new Error(`the sandbox ended by itself (${code})`)))
  })
}

async function answers(child: ChildProcess, address: string): Promise<void> {
  const giveUpAt = Date.now() + startTimeoutMs
  while (Date.now() < giveUpAt) {
    if (child.exitCode !== null) throw new Error(`the wallet ended by itself (${child.exitCode})`)
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('the wallet was not ready in time')
}

function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), endTimeoutMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

async function takePictures(name: string, persons: readonly Person[]): Promise<string> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'dompet-screens-'))
  const pages = persons.flatMap(({ context }) => context.pages())
  for (const [place, page] of pages.entries()) {
    const file = path.join(folder, `${name.replace(/\W+/g, '-')}-${place + 1}.png`)
    await page.screenshot({ path: file, timeout: 10_000 }).catch(() => {})
  }
  return folder
}
