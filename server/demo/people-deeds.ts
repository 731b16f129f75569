import { recordAudit } from '../audit/audit.ts'
import { updateLastSignin } from '../identity/customer.sql.ts'
import { createCustomer } from '../identity/customer.ts'
import { permissionsOf } from '../identity/permissions.ts'
import { readPhone } from '../identity/phone.ts'
import { freezeOwn } from '../identity/safety.ts'
import { hashToken, systemSecrets } from '../identity/secrets.ts'
import { endSessionsBeyond, selectOpenSession } from '../identity/session.sql.ts'
import { startSession } from '../identity/session.ts'
import { createStaff } from '../identity/staff.ts'
import type { CustomerActor } from '../platform/actor.ts'
import { demoPin, type PersonKey, people, type StaffKey, staff } from './people.ts'
import { type Guest, known, type Stage } from './stage.ts'

export async function hireStaff(stage: Stage): Promise<void> {
  const { sql, clock, ids, passwordHash } = stage
  for (const [key, member] of Object.entries(staff)) {
    const row = await createStaff(sql, { ids }, { ...member, passwordHash, createdAt: clock.now() })
    if (!row) throw new Error(`${member.email} is taken`)
    const { id: staffId, name, roles } = row
    const actor = { kind: 'staff', staffId, sessionId: ids(), name, permissions: permissionsOf(roles) } as const
    stage.staff.set(key as StaffKey, actor)
  }
}

/** What the end of a sign-up does, without its text message: nobody is there to read it. */
export async function join(stage: Stage, { who }: { who: PersonKey }): Promise<void> {
  const { sql, clock, ids, secretKey, passwordHash } = stage
  const { name, phone: written, language } = people[who]
  const phone = readPhone(written)
  if (!phone) throw new Error(`${written} is no mobile number`)
  const createdAt = clock.now()
  const row = await sql.begin(async (tx) => {
    const customer = await createCustomer(
      tx,
      { ids, secretKey },
      { name, phone, passwordHash, pin: demoPin, language, createdAt },
    )
    if (!customer) throw new Error(`${phone} is taken`)
    const actor = { kind: 'customer', id: customer.id, name } as const
    await recordAudit(tx, { id: ids(), customerId: customer.id, at: createdAt, actor, action: 'account.opened' })
    return customer
  })
  stage.guests.set(who, { row, virtualAccount: null, ...(await openSession(stage, who, row.id)) })
}

/** As after the right password, which is not tried: each look at it costs a slow hash. */
export async function signIn(stage: Stage, { who }: { who: PersonKey }): Promise<void> {
  const guest = known(stage.guests, who)
  const { id } = guest.row
  await stage.sql.begin((tx) => updateLastSignin(tx, id, stage.passwordHash, stage.clock.now()))
  await endSessions(stage, id)
  stage.guests.set(who, { ...guest, ...(await openSession(stage, who, id)) })
}

async function openSession(stage: Stage, who: PersonKey, customerId: string) {
  const { sql, clock, ids } = stage
  const { device } = people[who]
  const token = await sql.begin((tx) =>
    startSession(tx, { ids, secrets: systemSecrets }, { customerId, device, now: clock.now() }),
  )
  const session = await selectOpenSession(sql, hashToken(token)!, clock.now())
  return { token, sessionId: session!.id }
}

function endSessions({ sql, clock }: Stage, customerId: string): Promise<void> {
  return sql.begin((tx) => endSessionsBeyond(tx, customerId, 0, clock.now()))
}

/** The tokens are thrown away with the stage: nothing that they open may stay open. */
export async function endAllSessions(stage: Stage): Promise<void> {
  for (const { row } of stage.guests.values()) await endSessions(stage, row.id)
}

export async function freeze(stage: Stage, { who }: { who: PersonKey }): Promise<void> {
  const { id } = known(stage.guests, who).row
  await stage.sql.begin((tx) => freezeOwn(tx, id, stage))
}

export function actorOf({ row, sessionId }: Guest): CustomerActor {
  return { kind: 'customer', customerId: row.id, sessionId }
}
