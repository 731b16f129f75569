import type { Db, Tx } from '../platform/database.ts'

export type HeldToken = {
  guestId: string
  name: string
  device: string | null
  expiresAt: Date
  endedAt: Date | null
  /** The customer that this guest turned out to be. */
  joinedTo: string | null
}

/** Whose token this is, also when it has ended. */
export async function selectHeldToken(db: Db, tokenHash: Buffer): Promise<HeldToken | undefined> {
  const [row] = await db<HeldToken[]>`
    select t.guest_id as "guestId", customer.name, t.device, t.expires_at as "expiresAt", t.ended_at as "endedAt",
      j.customer_id as "joinedTo"
    from guest_token t join customer on customer.id = t.guest_id left join guest_join j on j.guest_id = t.guest_id
    where t.token_hash = ${tokenHash}`
  return row
}

/** False where the guest was joined before. Of two at once the second waits here for the first. */
export async function insertGuestJoin(
  tx: Tx,
  join: { guestId: string; customerId: string; sessionId: string; now: Date },
): Promise<boolean> {
  const { count } = await tx`
    insert into guest_join (guest_id, customer_id, session_id, at)
    values (${join.guestId}, ${join.customerId}, ${join.sessionId}, ${join.now}) on conflict do nothing`
  return count > 0
}

/** Ends every token of a guest; open sockets close. */
export async function endTokensOfGuest(tx: Tx, guestId: string, now: Date): Promise<void> {
  await tx`update guest_token set ended_at = ${now} where guest_id = ${guestId} and ended_at is null`
}
