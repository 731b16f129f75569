import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { ConfigFault } from './config-fault.ts'
import { keepOnce } from './keep-once.ts'
import { readSealKey } from './seal-key.ts'

const roles = ['api', 'worker'] as const
const uncounted = 1_000_000_000

/** A whole number within bounds, refused in one sentence whatever is wrong with it. */
function whole(least: number, most: number) {
  const error =
    most === uncounted ? `must be a whole number, at least ${least}` : `must be a whole number from ${least} to ${most}`
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error })
}

function oneOf<const T extends readonly [string, ...string[]]>(...words: T) {
  return z.enum(words, { error: `must be one of ${words.join(', ')}` })
}

const port = whole(0, 65_535)
const yesOrNo = oneOf('yes', 'no')
const webAddress = z.url({ protocol: /^https?$/, error: 'must be a web address such as https://wallet.example' })
const secretKeyBytes = 32
const secretKeyFault = 'must be 32 bytes in base64, as "openssl rand -base64 32" prints them'

/** One row of the environment: everything that an operator can set, with its default. docs/operating/README.md lists them. */
const environment = z.object({
  DOMPET_PORT: port.default(3000),
  DOMPET_HOST: z.string().default('127.0.0.1'),
  DOMPET_PUBLIC_URL: webAddress.optional(),
  /** Our own proxies, whose word on where a request comes from is believed. */
  DOMPET_TRUSTED_PROXIES: listOf(readRange, 'must be addresses or ranges such as 10.0.0.0/8, separated by commas'),
  DOMPET_ROLES: z
    .string()
    .default(roles.join(','))
    .transform((text) => text.split(',').map((role) => role.trim()))
    .pipe(z.array(oneOf(...roles)).min(1)),
  DOMPET_DATA: z.string().default('.dompet'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be an address such as postgres://user:password@host:5432/dompet' })
    .optional(),
  DOMPET_MIGRATE: yesOrNo.default('yes'),
  DOMPET_DATABASE_CONNECTIONS: whole(2, 200).default(10),
  DOMPET_POSTING_CONNECTIONS: whole(1, 8).default(2),
  DOMPET_LOG: oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent').default('info'),
  DOMPET_RATE_LIMIT_PER_MINUTE: whole(10, uncounted).default(600),
  DOMPET_SIGNIN_LIMIT_PER_MINUTE: whole(1, uncounted).default(30),
  /** Key for PIN and code digests, 32 bytes in base64; kept outside the database. */
  DOMPET_SECRET_KEY: z
    .base64({ error: secretKeyFault })
    .refine((text) => Buffer.from(text, 'base64').length === secretKeyBytes, { error: secretKeyFault })
    .optional(),
  /** Ed25519 key in PEM (PKCS8) that signs sealed blocks and receipts. */
  DOMPET_SEAL_KEY_FILE: z.string().optional(),
  SMPP_HOST: z.string().default('127.0.0.1'),
  SMPP_PORT: port.default(2775),
  SMPP_SYSTEM_ID: z.string().default('dompet'),
  SMPP_PASSWORD: z.string().default('sandbox'),
  SMPP_SENDER: z.string().max(11, { error: 'must be a name of at most 11 characters' }).default('DOMPET'),
  BANK_URL: webAddress.default('http://127.0.0.1:3010/bank'),
  BANK_NAME: z.string().default('Bank Pasir'),
  BANK_PARTNER_ID: z.string().default('dompet'),
  BANK_CLIENT_SECRET: z.string().default('sandbox-client-secret'),
  /** Numbers of our virtual accounts begin with these eight digits. */
  BANK_SERVICE_ID: z
    .string()
    .regex(/^\d{1,8}$/, { error: 'must be one to eight digits' })
    .default('88810001'),
  BANK_PUBLIC_KEY_FILE: z.string().default('.dompet/sandbox/bank-public.pem'),
  BANK_SIGNING_KEY_FILE: z.string().default('.dompet/sandbox/wallet-private.pem'),
  /** ClamAV's daemon, "host:port" or "unix:/path"; without it pictures are only encoded anew. */
  CLAMAV_ADDRESS: z
    .string()
    .regex(/^(unix:\/.+|[^:\s]+:\d{1,5})$/, { error: 'must be host:port or unix:/path' })
    .optional(),
  /** Whether merchants' webhooks may go to private addresses: for trials on one machine only. */
  WEBHOOK_ALLOW_PRIVATE: yesOrNo.default('no'),
  /** Sites whose pages may show the help widget, as origins separated by commas; the port may be `*`. */
  DOMPET_WIDGET_SITES: listOf(readSite, 'must be origins such as https://shop.example, separated by commas'),
  /** Fills an empty database with a world to look at. */
  DOMPET_DEMO: yesOrNo.default('no'),
  DEMO_SHOP_KEY: z.string().optional(),
  DEMO_SHOP_WEBHOOK_SECRET: z.string().optional(),
  DEMO_SHOP_WEBHOOK_URL: webAddress.optional(),
  /** Where the bank of the demo world hears of the transfers in that world's past. */
  DEMO_BANK_PAST_URL: webAddress.optional(),
  /** Other servers shown under a path of ours, as "/path=http://host:port" separated by commas. */
  DOMPET_MOUNTS: listOf(readMount, 'must be mounts such as /path=http://host:port, separated by commas'),
})

export type Config = ReturnType<typeof readConfig>

/**
 * The configuration; an empty variable counts as unset. Throws one ConfigFault that names every variable with a fault
 * and what it must be, never its value, which may be a secret.
 */
export function readConfig(env: NodeJS.ProcessEnv = process.env) {
  const parsed = environment.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')))
  if (!parsed.success) {
    const faults = parsed.error.issues.map(({ path: [name], message }) => `${String(name)}: ${message}`)
    throw new ConfigFault([...new Set(faults)])
  }
  const values = parsed.data
  return {
    ...values,
    publicUrl: values.DOMPET_PUBLIC_URL ?? `http://127.0.0.1:${values.DOMPET_PORT}`,
    ...readKeys(values),
    mounts: values.DOMPET_MOUNTS,
    widgetSites:
      values.DOMPET_DEMO === 'yes' ? [...values.DOMPET_WIDGET_SITES, ...demoSites] : values.DOMPET_WIDGET_SITES,
  }
}

type KeySettings = Pick<z.infer<typeof environment>, 'DOMPET_DATA' | 'DOMPET_SECRET_KEY' | 'DOMPET_SEAL_KEY_FILE'>

function readKeys({ DOMPET_DATA: folder, DOMPET_SECRET_KEY: key, DOMPET_SEAL_KEY_FILE: sealKeyFile }: KeySettings) {
  try {
    return { secretKey: readSecretKey(key, folder), sealKey: readSealKey(sealKeyFile, folder) }
  } catch (error) {
    if (error instanceof ConfigFault) throw error
    throw new ConfigFault([`DOMPET_DATA: ${folder} cannot be used: ${(error as Error).message}`])
  }
}

/** The server key: given by the operator, or made on first start and kept beside the data (never in the database). */
function readSecretKey(given: string | undefined, dataFolder: string): Buffer {
  const file = path.join(dataFolder, 'secret.key')
  if (given === undefined) keepOnce(file, () => randomBytes(secretKeyBytes).toString('base64'))
  const key = Buffer.from(given ?? readFileSync(file, 'utf8'), 'base64')
  if (key.length !== secretKeyBytes) throw new ConfigFault([`DOMPET_DATA: there is no key of 32 bytes in ${file}`])
  return key
}

/** In the demo every page of this machine, so that the widget can be tried. */
const demoSites = ['http://localhost:*', 'http://127.0.0.1:*']

/** What stands between commas, each read by `read`, which answers nothing where it cannot. */
function listOf<T>(read: (one: string) => T | undefined, error: string) {
  return z
    .string()
    .default('')
    .transform((text, context) => {
      const found = text === '' ? [] : text.split(',').map((one) => read(one.trim()))
      if (!found.includes(undefined)) return found as T[]
      context.addIssue({ code: 'custom', message: error })
      return z.NEVER
    })
}

function readSite(one: string): string | undefined {
  return /^https?:\/\/[a-z0-9.-]+(:(\d{1,5}|\*))?$/i.test(one) ? one : undefined
}

function readRange(one: string): string | undefined {
  const [address, bits, ...more] = one.split('/')
  const widest = isIP(address!) === 4 ? 32 : 128
  const sound =
    isIP(address!) > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widest))
  return sound ? one : undefined
}

function readMount(one: string): { prefix: string; upstream: string } | undefined {
  const [prefix, upstream] = one.split('=')
  return prefix?.startsWith('/') && upstream && URL.canParse(upstream) ? { prefix, upstream } : undefined
}
