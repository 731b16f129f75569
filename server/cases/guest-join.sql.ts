import type { Db, Tx } from '../platform/database.ts'

/** Most conversations of one guest that go along; within a token's age nobody has more. */
const maximumGuestCases = 20

/** The guest's conversations that go on nowhere else yet, oldest first. */
export async function selectGuestCases(db: Db, guestId: string): Promise<{ id: string; topic: string; at: Date }[]> {
  return db<{ id: string; topic: string; at: Date }[]>`
    select id, topic, opened_at as at from support_case
    where customer_id = ${guestId} and merged_into is null order by opened_at, id limit ${maximumGuestCases}`
}

/** Where the newest of the guest's conversations went on. */
export async function selectJoinedCase(db: Db, guestId: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`
    select merged_into as id from support_case where customer_id = ${guestId} and merged_into is not null
    order by opened_at desc, id desc limit 1`
  return row?.id
}

/** What the desk had settled about the one case holds for the other; answers how it ended, where it has. */
export async function takeOverSheet(tx: Tx, fromId: string, toId: string): Promise<string | null> {
  const [row] = await tx<{ outcome: string | null }[]>`
    update support_case t set category = f.category, topic = f.topic, priority = f.priority
    from support_case f where f.id = ${fromId} and t.id = ${toId} returning f.outcome`
  return row!.outcome
}

/** Whether a conversation that was joined to this case was a guest's. */
export async function beganAsGuest(db: Db, caseId: string): Promise<boolean> {
  const [row] = await db<{ began: boolean }[]>`
    select exists (
      select 1 from case_link l join support_case c on c.id = l.target_id join customer on customer.id = c.customer_id
      where l.case_id = ${caseId} and l.kind = 'merged_from' and customer.kind = 'guest') as began`
  return row!.began
}
