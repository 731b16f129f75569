import type { Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { hashToken, type Secrets } from './secrets.ts'
import { endSessionsBeyond, insertSession } from './session.sql.ts'

const day = 24 * 3_600_000
/** A session ends at this age, used or not. */
export const sessionAgeMs = 30 * day
/** Open sessions of one customer; a further one ends the oldest. */
export const sessionsAllowed = 20

/** Starts a session and answers its token, which exists nowhere else from then on. */
export async function startSession(
  tx: Tx,
  { ids, secrets }: { ids: Ids; secrets: Secrets },
  { customerId, device, now }: { customerId: string; device: string; now: Date },
): Promise<string> {
  const token = secrets.token()
  await insertSession(tx, {
    tokenHash: hashToken(token)!,
    id: ids(),
    customerId,
    device,
    startedAt: now,
    expiresAt: new Date(now.getTime() + sessionAgeMs),
  })
  await endSessionsBeyond(tx, customerId, sessionsAllowed, now)
  return token
}
