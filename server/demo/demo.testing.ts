import { createFeed } from '../cases/feed.ts'
import { createPasswords } from '../identity/passwords.ts'
import { type Clock, systemClock } from '../platform/clock.ts'
import { connect } from '../platform/database.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { openSignals } from '../platform/signals.ts'
import { type DemoDeps, seedDemoWorld } from './demo.ts'

/** By which the database knows the connections of `openDemo`. */
export const demoConnections = 'demo test'
export const secretKey = Buffer.alloc(32, 7)
export const sandboxKey = 'dk_sandbox'

/** What seeding takes of a running process, on a database that is there. */
export async function openDemo(url: string, clock: Clock): Promise<{ deps: DemoDeps; close(): Promise<void> }> {
  const sql = connect(url, { connections: 4, name: demoConnections })
  const log = createLog('error')
  const signals = await openSignals({ sql, ids: createIds(clock), log })
  const deps = {
    ...{ sql, clock, secretKey, signals },
    passwords: createPasswords(),
    feed: createFeed({ sql, signals, log }),
    publicUrl: 'http://wallet.test',
    bank: { name: 'Bank Pasir', serviceId: '88810001' },
    sandboxShop: { key: sandboxKey, webhook: null },
  }
  async function close() {
    await signals.close()
    await sql.end()
  }
  return { deps, close }
}

/** As a process of its own, to be killed. */
if (import.meta.main) {
  const { deps, close } = await openDemo(process.argv[2]!, systemClock)
  await seedDemoWorld(deps)
  await close()
}
