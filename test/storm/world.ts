import { createCustomer } from '../../server/identity/customer.ts'
import { hashToken, systemSecrets } from '../../server/identity/secrets.ts'
import { startSession } from '../../server/identity/session.ts'
import { insertStaffSession } from '../../server/identity/staff.sql.ts'
import { createStaff } from '../../server/identity/staff.ts'
import { openOperatorAccounts } from '../../server/ledger/accounts.ts'
import { systemClock } from '../../server/platform/clock.ts'
import type { Sql } from '../../server/platform/database.ts'
import { createIds } from '../../server/platform/ids.ts'
import { insertTeam } from '../../server/routing/team.sql.ts'

const clock = systemClock
const ids = createIds(clock)
const topics = ['payment', 'top_up', 'account', 'safety', 'refund', 'complaint', 'other'] as const
const madeAtOnce = 8
/** One of so many customers writes Chinese, and one of so many agents reads it. */
const chineseCustomers = 9
const chineseAgents = 5

export type Person = { id: string; name: string; cookie: string; topic: (typeof topics)[number] }
export type World = { customers: Person[]; agents: Person[] }

/** Customers and agents with their sessions, and one team that gives people out by itself. */
export async function prepareWorld(sql: Sql, owner: Sql, size: { customers: number; agents: number }): Promise<World> {
  await openOperatorAccounts(sql, ids, clock.now())
  const agents = await inParts(size.agents, (index) => addAgent(sql, index))
  const memberIds = agents.map(({ id }) => id)
  const team = { id: ids(), name: 'Storm', timeZone: 'Asia/Jakarta', automatic: true, requeueAfterSeconds: 60 }
  await insertTeam(owner, { ...team, topics, memberIds })
  // A second of writing up, so that the storm does not last an hour.
  await owner`update team set wrap_up_seconds = 1`
  return { customers: await inParts(size.customers, (index) => addCustomer(sql, index)), agents }
}

async function addCustomer(sql: Sql, index: number): Promise<Person> {
  const name = `Pelanggan ${index}`
  const language = index % chineseCustomers === 0 ? 'zh' : index % 2 === 0 ? 'id' : 'en'
  const createdAt = clock.now()
  const phone = `+62812${10_000_000 + index}`
  return sql.begin(async (tx) => {
    const person = { name, phone, passwordHash: '-', pin: '246810', language, createdAt } as const
    const row = (await createCustomer(tx, { ids, secretKey: Buffer.alloc(32, 7) }, person))!
    const session = { customerId: row.id, device: 'storm', now: createdAt }
    const token = await startSession(tx, { ids, secrets: systemSecrets }, session)
    return { id: row.id, name, cookie: `dompet_session=${token}`, topic: topics[index % topics.length]! }
  })
}

async function addAgent(sql: Sql, index: number): Promise<Person> {
  const name = `Agen ${index}`
  const languages: ('id' | 'en' | 'zh')[] = index % chineseAgents === 0 ? ['id', 'en', 'zh'] : ['id', 'en']
  const person = { name, email: `agen${index}@storm.test`, roles: ['agent' as const], languages, passwordHash: '-' }
  const { id } = (await createStaff(sql, { ids }, { ...person, createdAt: clock.now() }))!
  const token = systemSecrets.token()
  const startedAt = clock.now()
  const expiresAt = new Date(startedAt.getTime() + 3_600_000)
  await sql.begin((tx) =>
    insertStaffSession(tx, { tokenHash: hashToken(token)!, id: ids(), staffId: id, startedAt, expiresAt }),
  )
  return { id, name, cookie: `dompet_staff=${token}`, topic: 'other' }
}

async function inParts<T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = []
  for (let first = 0; first < count; first += madeAtOnce) {
    const part = Array.from({ length: Math.min(madeAtOnce, count - first) }, (_, index) => make(first + index))
    made.push(...(await Promise.all(part)))
  }
  return made
}
