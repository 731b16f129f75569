import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureSandboxKeys } from '../../sandbox/keys.ts'
import { freePort } from '../../server/platform/free-port.ts'

const root = path.resolve(import.meta.dirname, '../..')
const readyPollMs = 50
const readyPatienceMs = 60_000

export type Server = {
  url: string
  start(): void
  /** As if the power went: nothing is finished, nobody is told. */
  kill(): Promise<void>
  untilReady(): Promise<void>
}

/** The real program, one of several on the same database, with nothing but its routes and sockets. */
export async function createServer(databaseUrl: string, folder: string): Promise<Server> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const keys = ensureSandboxKeys(folder)
  let child: ChildProcess | undefined
  const lives = () => child !== undefined && child.exitCode === null && child.signalCode === null
  return {
    url,
    start() {
      child = spawn(process.execPath, [path.join(root, 'server/main.ts')], {
        stdio: ['ignore', process.env.DOMPET_LOG ? 'inherit' : 'ignore', 'inherit'],
        env: {
          ...process.env,
          NODE_COMPILE_CACHE: path.join(folder, 'compile-cache'),
          DATABASE_URL: databaseUrl,
          DOMPET_MIGRATE: 'no',
          DOMPET_ROLES: 'api',
          DOMPET_PORT: String(port),
          DOMPET_DATA: folder,
          DOMPET_LOG: process.env.DOMPET_LOG ?? 'silent',
          DOMPET_RATE_LIMIT_PER_MINUTE: '100000000',
          SMPP_PORT: '9',
          BANK_URL: 'http://127.0.0.1:9/bank',
          BANK_PUBLIC_KEY_FILE: keys.bankPublic,
          BANK_SIGNING_KEY_FILE: keys.walletPrivate,
        },
      })
    },
    async kill() {
      if (!lives()) return
      child!.kill('SIGKILL')
      await once(child!, 'exit')
    },
    async untilReady() {
      const start = performance.now()
      while (performance.now() - start < readyPatienceMs) {
        assert.ok(lives(), 'the server ended by itself')
        const ready = await fetch(`${url}/readyz`).catch(() => undefined)
        if (ready?.ok) return
        await sleep(readyPollMs)
      }
      throw new Error('the server does not serve')
    },
  }
}
