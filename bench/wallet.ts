import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { ensureSandboxKeys } from '../sandbox/keys.ts'

const program = path.resolve(import.meta.dirname, '../server/main.ts')

/** The real program in a process of its own, with this one's flags, ready. BENCH_NODE_OPTIONS reaches it alone, for a profile. */
export async function startWallet(
  { url, folder, port }: { url: string; folder: string; port: number },
  environment: Record<string, string> = {},
): Promise<ChildProcess> {
  const keys = ensureSandboxKeys(folder)
  const wallet = spawn(process.execPath, [...process.execArgv, program], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: url,
      DOMPET_PORT: String(port),
      DOMPET_DATA: folder,
      DOMPET_LOG: 'fatal',
      DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
      BANK_PUBLIC_KEY_FILE: keys.bankPublic,
      BANK_SIGNING_KEY_FILE: keys.walletPrivate,
      NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS ?? '',
      ...environment,
    },
  })
  while (!(await isReady(port))) {
    if (wallet.exitCode !== null) throw new Error('the wallet ended')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return wallet
}

/** Waits for the end, so that the program finds its database there until then. */
export function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

async function isReady(port: number): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined)
  return answer?.ok === true
}
