import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { readSealKey } from './seal-key.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const roles = ['api', 'worker'] as const

/** One row of the environment: everything that an operator can set, with its default. docs/operating/configuration.md lists them. */
const environment = z.object({
  DOMPET_PORT: port.default(3000),
  DOMPET_HOST: z.string().default('127.0.0.1'),
  DOMPET_PUBLIC_URL: z.url().optional(),
  DOMPET_ROLES: z
    .string()
    .default(roles.join(','))
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(z.enum(roles)).min(1)),
  DOMPET_DATA: z.string().default('.dompet'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DOMPET_MIGRATE: z.enum(['yes', 'no']).default('yes'),
  DOMPET_DATABASE_CONNECTIONS: z.coerce.number().int().min(2).max(200).default(10),
  DOMPET_POSTING_CONNECTIONS: z.coerce.number().int().min(1).max(8).default(2),
  DOMPET_LOG: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  DOMPET_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(10).default(600),
  DOMPET_SIGNIN_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).default(30),
  /** Key for PIN and code digests, 32 bytes in base64; kept outside the database. */
  DOMPET_SECRET_KEY: z.base64().optional(),
  /** Ed25519 key in PEM (PKCS8) that signs sealed blocks and receipts. */
  DOMPET_SEAL_KEY_FILE: z.string().optional(),
  SMPP_HOST: z.string().default('127.0.0.1'),
  SMPP_PORT: port.default(2775),
  SMPP_SYSTEM_ID: z.string().default('dompet'),
  SMPP_PASSWORD: z.string().default('sandbox'),
  SMPP_SENDER: z.string().max(11).default('DOMPET'),
  BANK_URL: z.url().default('http://127.0.0.1:3010/bank'),
  BANK_NAME: z.string().default('Bank Pasir'),
  BANK_PARTNER_ID: z.string().default('dompet'),
  BANK_CLIENT_SECRET: z.string().default('sandbox-client-secret'),
  /** Numbers of our virtual accounts begin with these eight digits. */
  BANK_SERVICE_ID: z
    .string()
    .regex(/^\d{1,8}$/)
    .default('88810001'),
  BANK_PUBLIC_KEY_FILE: z.string().default('.dompet/sandbox/bank-public.pem'),
  BANK_SIGNING_KEY_FILE: z.string().default('.dompet/sandbox/wallet-private.pem'),
  /** ClamAV's daemon, "host:port" or "unix:/path"; without it pictures are only encoded anew. */
  CLAMAV_ADDRESS: z
    .string()
    .regex(/^(unix:\/.+|[^:\s]+:\d{1,5})$/)
    .optional(),
  /** Whether merchants' webhooks may go to private addresses: for trials on one machine only. */
  WEBHOOK_ALLOW_PRIVATE: z.enum(['yes', 'no']).default('no'),
  /** Sites whose pages may show the help widget, as origins separated by commas; the port may be `*`. */
  DOMPET_WIDGET_SITES: z.string().default(''),
  /** Fills an empty database with a world to look at. */
  DOMPET_DEMO: z.enum(['yes', 'no']).default('no'),
  DEMO_SHOP_KEY: z.string().optional(),
  DEMO_SHOP_WEBHOOK_SECRET: z.string().optional(),
  DEMO_SHOP_WEBHOOK_URL: z.url().optional(),
  /** Where the bank of the demo world hears of the transfers in that world's past. */
  DEMO_BANK_PAST_URL: z.url().optional(),
  /** Other servers shown under a path of ours, as "/path=http://host:port" separated by commas. */
  DOMPET_MOUNTS: z.string().default(''),
})

export type Config = ReturnType<typeof readConfig>

/** The configuration, or an error that names every fault with the variable that has it. */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = environment.safeParse(env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The configuration has faults:\n${faults.join('\n')}`)
  }
  const values = parsed.data
  return {
    ...values,
    publicUrl: values.DOMPET_PUBLIC_URL ?? `http://127.0.0.1:${values.DOMPET_PORT}`,
    secretKey: readSecretKey(values.DOMPET_SECRET_KEY, values.DOMPET_DATA),
    sealKey: readSealKey(values.DOMPET_SEAL_KEY_FILE, values.DOMPET_DATA),
    mounts: readMounts(values.DOMPET_MOUNTS),
    widgetSites: readSites(values.DOMPET_WIDGET_SITES, values.DOMPET_DEMO === 'yes'),
  }
}

const secretKeyBytes = 32

/** The server key: given by the operator, or made on first start and kept beside the data (never in the database). */
function readSecretKey(given: string | undefined, dataFolder: string): Buffer {
  const file = path.join(dataFolder, 'secret.key')
  if (given === undefined && !existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true })
    writeFileSync(file, randomBytes(secretKeyBytes).toString('base64'), { mode: 0o600, flag: 'wx' })
  }
  const key = Buffer.from(given ?? readFileSync(file, 'utf8'), 'base64')
  if (key.length !== secretKeyBytes) throw new Error('DOMPET_SECRET_KEY: must be 32 bytes in base64')
  return key
}

const site = /^https?:\/\/[a-z0-9.-]+(:(\d{1,5}|\*))?$/i
/** In the demo every page of this machine, so that the widget can be tried. */
const demoSites = ['http://localhost:*', 'http://127.0.0.1:*']

function readSites(text: string, demo: boolean): string[] {
  const sites = text === '' ? [] : text.split(',').map((one) => one.trim())
  const wrong = sites.find((one) => !site.test(one))
  if (wrong !== undefined)
    throw new Error(`DOMPET_WIDGET_SITES: "${wrong}" is not an origin such as https://shop.example`)
  return demo ? [...sites, ...demoSites] : sites
}

function readMounts(text: string): { prefix: string; upstream: string }[] {
  if (text === '') return []
  return text.split(',').map((mount) => {
    const [prefix, upstream] = mount.split('=')
    if (!prefix?.startsWith('/') || !upstream || !URL.canParse(upstream))
      throw new Error(`DOMPET_MOUNTS: "${mount}" is not "/path=http://host:port"`)
    return { prefix, upstream }
  })
}
