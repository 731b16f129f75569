import type { DirectoryEntry } from '../../contract/directory.ts'
import { approveChange, type ChangeDeps, proposeChange } from '../directory/change.ts'
import { selectEntries } from '../directory/directory.sql.ts'
import { permissionsOf } from '../identity/permissions.ts'
import { selectStaffByEmail } from '../identity/staff.sql.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Sql } from '../platform/database.ts'
import { isRefusal } from '../platform/refusals.ts'
import { lockWorld } from './demo.sql.ts'
import { staff } from './people.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const weekdays = [1, 2, 3, 4, 5]

/** Numbers to look at; nobody answers them. */
const entries: DirectoryEntry[] = [
  {
    kind: 'hotline',
    country: 'ID',
    region: null,
    number: '+622150550100',
    hours: [],
    zone: 'Asia/Jakarta',
    languages: ['id', 'en'],
    cost: 'local',
  },
  {
    kind: 'hotline',
    country: 'ID',
    region: { zh: '巴厘', id: 'Bali', en: 'Bali' },
    number: '+62361550100',
    hours: [{ days: everyDay, from: '08:00', to: '20:00' }],
    zone: 'Asia/Makassar',
    languages: ['id', 'en'],
    cost: 'local',
  },
  {
    kind: 'hotline',
    country: 'SG',
    region: null,
    number: '+6560550100',
    hours: [{ days: weekdays, from: '09:00', to: '18:00' }],
    zone: 'Asia/Singapore',
    languages: ['zh', 'en'],
    cost: 'local',
  },
  { kind: 'mail', domain: 'dompet.example' },
]

/** Fills an empty directory of the demo world as its people would: the editor proposes, the administrator approves. */
export async function publishDemoHotlines(deps: ChangeDeps): Promise<void> {
  if ((await selectEntries(deps.sql)).length > 0) return
  await deps.sql.begin(async (tx) => {
    await lockWorld(tx)
    if ((await selectEntries(tx)).length === 0) await publishAll(deps)
  })
}

async function publishAll(deps: ChangeDeps): Promise<void> {
  const [editor, second] = [await memberOf(deps.sql, 'ning'), await memberOf(deps.sql, 'arif')]
  if (!editor || !second) return
  for (const entry of entries) {
    const proposed = await proposeChange(deps, editor, { deed: 'add', entry, reason: 'The demo world begins' })
    if (isRefusal(proposed)) throw new Error(`the demo proposes nothing: ${proposed.refused}`)
    const approved = await approveChange(deps, second, proposed.id)
    if (isRefusal(approved)) throw new Error(`the demo approves nothing: ${approved.refused}`)
  }
}

async function memberOf(sql: Sql, key: 'ning' | 'arif'): Promise<StaffActor | undefined> {
  const row = await selectStaffByEmail(sql, staff[key].email)
  if (!row) return undefined
  const { id: staffId, name, roles } = row
  return { kind: 'staff', staffId, sessionId: staffId, name, permissions: permissionsOf(roles) }
}
