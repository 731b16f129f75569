import type { Language } from '../../contract/identity.ts'
import type { Db, Tx } from '../platform/database.ts'

export type GuestRow = { name: string; language: Language; expiresAt: Date }

export async function insertGuest(
  tx: Tx,
  guest: { id: string; name: string; language: Language; now: Date },
): Promise<void> {
  await tx`
    insert into customer (id, kind, name, language, state_since, created_at)
    values (${guest.id}, 'guest', ${guest.name}, ${guest.language}, ${guest.now}, ${guest.now})`
}

export async function insertGuestToken(
  tx: Tx,
  token: { hash: Buffer; id: string; guestId: string; device: string; startedAt: Date; expiresAt: Date },
): Promise<void> {
  await tx`
    insert into guest_token (token_hash, id, guest_id, device, started_at, expires_at)
    values (${token.hash}, ${token.id}, ${token.guestId}, ${token.device}, ${token.startedAt}, ${token.expiresAt})`
}

/** Whose open token this is. */
export async function selectOpenGuestToken(
  db: Db,
  tokenHash: Buffer,
  now: Date,
): Promise<{ id: string; guestId: string } | undefined> {
  const [row] = await db<{ id: string; guestId: string }[]>`
    select id, guest_id as "guestId" from guest_token
    where token_hash = ${tokenHash} and ended_at is null and expires_at > ${now}`
  return row
}

export async function selectGuestOfToken(db: Db, tokenId: string): Promise<GuestRow | undefined> {
  const [row] = await db<GuestRow[]>`
    select customer.name, customer.language, t.expires_at as "expiresAt"
    from guest_token t join customer on customer.id = t.guest_id where t.id = ${tokenId}`
  return row
}

export async function storeGuestTokenEnded(db: Db, tokenId: string, now: Date): Promise<void> {
  await db`update guest_token set ended_at = ${now} where id = ${tokenId} and ended_at is null`
}
