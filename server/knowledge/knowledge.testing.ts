import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import type { StaffActor } from '../platform/actor.ts'
import { systemClock as clock } from '../platform/clock.ts'
import { createHttp, type Http, staffCookie } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { refuse } from '../platform/refusals.ts'
import { openSignals } from '../platform/signals.ts'
import { loadArticles } from './article.ts'
import { registerEditorRoutes } from './editor.routes.ts'
import { openHelpCentre } from './help-centre.ts'
import { registerHelpRoutes } from './knowledge.routes.ts'
import { storeShippedArticles } from './shipped.ts'

const ids = createIds(clock)
const log = createLog('silent')
const nobody = async () => refuse('signin_required', {})

function member(name: string, ...permissions: string[]): StaffActor {
  return { kind: 'staff', staffId: ids(), sessionId: ids(), name, permissions: new Set(permissions) }
}
/** Ratna and Bayu edit the help centre, Sari answers customers. */
const people: Record<string, StaffActor> = {
  ratna: member('Ratna', 'help.edit'),
  bayu: member('Bayu', 'help.edit'),
  sari: member('Sari', 'case.work'),
}

export type Process = Awaited<ReturnType<typeof startProcess>>

/** A help centre on a database of its own; `start` opens one more process on it. */
export async function openKnowledge() {
  const database = await createTestDatabase()
  const processes: Process[] = []
  return {
    database,
    async start(): Promise<Process> {
      const started = await startProcess(database)
      processes.push(started)
      return started
    },
    async end() {
      for (const one of processes) await one.close()
      await database.drop()
    },
  }
}

async function startProcess({ sql }: TestDatabase) {
  const deps = { sql, clock, ids }
  const http: Http = await createHttp({
    log,
    ids,
    authenticators: {
      customer: nobody,
      guest: nobody,
      staff: async (token) => people[token ?? ''] ?? nobody(),
      merchant: nobody,
    },
    rateLimitPerMinute: 10_000,
    mounts: [],
  })
  const signals = await openSignals({ sql, ids, log })
  await storeShippedArticles(deps, loadArticles())
  registerHelpRoutes(http, await openHelpCentre({ sql, signals, log }), deps)
  registerEditorRoutes(http, deps)
  return {
    signals,
    async call(who: string | null, method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown) {
      const answer = await http.server.inject({
        method,
        url,
        headers: { 'x-dompet-request': '1' },
        ...(who ? { cookies: { [staffCookie]: who } } : {}),
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: answer.statusCode, body: answer.json() }
    },
    async close() {
      await signals.close()
      await http.server.close()
    },
  }
}
