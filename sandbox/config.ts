import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)
const webAddress = z.url({ protocol: /^https?$/ }).transform((address) => address.replace(/\/+$/, ''))

const environment = z.object({
  DOMPET_SANDBOX_DIR: z.string().default('.dompet/sandbox'),
  SANDBOX_HOST: z.string().default('127.0.0.1'),
  SANDBOX_HTTP_PORT: port.default(3010),
  SANDBOX_SMPP_PORT: port.default(2775),
  SANDBOX_SMTP_PORT: port.default(2525),
  // SMPP 3.4 carries at most 15 and 8 octets in a bind.
  SMPP_SYSTEM_ID: z.string().min(1).max(15).default('dompet'),
  SMPP_PASSWORD: z.string().min(1).max(8).default('sandbox'),
  // The defaults are those of the wallet's own configuration, so that the two meet without any setting.
  BANK_PARTNER_ID: z.string().min(1).max(36).default('dompet'),
  BANK_CLIENT_SECRET: z.string().min(16).default('sandbox-client-secret'),
  WALLET_URL: webAddress.default('http://127.0.0.1:3000'),
  WALLET_NOTIFY_URL: webAddress.optional(),
  SANDBOX_PUBLIC_URL: webAddress.optional(),
  SHOP_MERCHANT_KEY: z.string().min(1).optional(),
  SHOP_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/=]+$/)
    .optional(),
})

export interface SandboxConfig {
  dir: string
  host: string
  httpPort: number
  smppPort: number
  smtpPort: number
  smpp: { systemId: string; password: string }
  bank: { partnerId: string; clientSecret: string }
  walletUrl: string
  walletNotifyUrl: string
  /** Where browsers see `/sandbox`: the wallet's own address, which proxies it. */
  publicUrl: string
  shop: { merchantKey: string | null; webhookSecret: string | null }
}

/**
 * Reads the sandbox's configuration from the environment. An empty variable counts as unset.
 * Throws one Error that names every variable that is missing or malformed, never its value.
 */
export function readSandboxConfig(env: Record<string, string | undefined>): SandboxConfig {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(present)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The sandbox cannot start with this environment:\n${faults.join('\n')}`)
  }
  const e = parsed.data
  return {
    dir: e.DOMPET_SANDBOX_DIR,
    host: e.SANDBOX_HOST,
    httpPort: e.SANDBOX_HTTP_PORT,
    smppPort: e.SANDBOX_SMPP_PORT,
    smtpPort: e.SANDBOX_SMTP_PORT,
    smpp: { systemId: e.SMPP_SYSTEM_ID, password: e.SMPP_PASSWORD },
    bank: { partnerId: e.BANK_PARTNER_ID, clientSecret: e.BANK_CLIENT_SECRET },
    walletUrl: e.WALLET_URL,
    walletNotifyUrl: e.WALLET_NOTIFY_URL ?? `${e.WALLET_URL}/api/bank`,
    publicUrl: e.SANDBOX_PUBLIC_URL ?? e.WALLET_URL,
    shop: { merchantKey: e.SHOP_MERCHANT_KEY ?? null, webhookSecret: e.SHOP_WEBHOOK_SECRET ?? null },
  }
}
