import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { freePort } from '../../server/platform/free-port.ts'

const root = path.resolve(import.meta.dirname, '../..')
const readyPollMs = 20
const readyTimeoutMs = 2_500
const readyPatienceMs = 60_000

export type Wallet = {
  address: string
  start(): void
  /** Waits for the end of the process. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Whether the process that was started last still runs. */
  lives(): boolean
  /** Polls `/readyz` until it says yes; answers how long that took and whether it said no meanwhile. */
  untilReady(): Promise<{ ms: number; saidNo: boolean }>
}

/** The real program on one machine, with a PostgreSQL of its own in `folder`. */
export async function createWallet(folder: string, secretKey: Buffer): Promise<Wallet> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const keys = ensureSandboxKeys(folder)
  let child: ChildProcess | undefined
  const lives = () => child !== undefined && child.exitCode === null && child.signalCode === null

  return {
    address,
    lives,
    start() {
      child = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
        stdio: ['ignore', process.env.DOMPET_LOG ? 'inherit' : 'ignore', 'inherit'],
        env: {
          ...process.env,
          NODE_COMPILE_CACHE: path.join(folder, 'compile-cache'),
          DOMPET_PORT: String(port),
          DOMPET_DATA: folder,
          DOMPET_SECRET_KEY: secretKey.toString('base64'),
          DOMPET_LOG: process.env.DOMPET_LOG ?? 'silent',
          DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
          BANK_PUBLIC_KEY_FILE: keys.bankPublic,
          BANK_SIGNING_KEY_FILE: keys.walletPrivate,
        },
      })
    },
    async kill(signal) {
      if (!lives()) return
      child!.kill(signal)
      await once(child!, 'exit')
    },
    async untilReady() {
      const start = performance.now()
      let saidNo = false
      while (performance.now() - start < readyPatienceMs) {
        assert.ok(lives(), 'the wallet ended by itself')
        const signal = AbortSignal.timeout(readyTimeoutMs)
        const ready = await fetch(`${address}/readyz`, { signal }).catch(() => undefined)
        if (ready?.ok) return { ms: performance.now() - start, saidNo }
        saidNo ||= ready?.status === 503
        await sleep(readyPollMs)
      }
      throw new Error('the wallet does not serve')
    },
  }
}

/** The process number of the postmaster, by its own file. */
export function postmasterOf(folder: string): number {
  return Number(readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n')[0])
}
