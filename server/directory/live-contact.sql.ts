import type { Db } from '../platform/database.ts'

/** A call that nobody ended counts no longer than this. */
const longestCallMs = 2 * 3_600_000

/** A chat in which an agent answers a customer now. */
export type ActiveChat = { sessionId: string; caseId: string; customerId: string; staffId: string; startedAt: Date }

const chatColumns = (db: Db) => db`
  s.id as "sessionId", s.case_id as "caseId", c.customer_id as "customerId", s.agent_id as "staffId", s.claimed_at as "startedAt"`

export async function selectChatsOf(db: Db, customerId: string): Promise<ActiveChat[]> {
  return db<ActiveChat[]>`
    select ${chatColumns(db)} from support_case c join support_session s on s.case_id = c.id
    where c.customer_id = ${customerId} and s.state = 'active' and s.claimed_at is not null`
}

export async function selectChatOn(db: Db, caseId: string, staffId: string): Promise<ActiveChat[]> {
  return db<ActiveChat[]>`
    select ${chatColumns(db)} from support_session s join support_case c on c.id = s.case_id
    where s.case_id = ${caseId} and s.agent_id = ${staffId} and s.state = 'active' and s.claimed_at is not null`
}

/** The first to ask draws the words; everybody after reads the same. */
export async function insertChatContact(
  db: Db,
  row: ActiveChat & { id: string; first: number; second: number },
): Promise<void> {
  await db`
    insert into live_contact (id, customer_id, channel, case_id, session_id, staff_id, first_word, second_word, started_at)
    values (${row.id}, ${row.customerId}, 'chat', ${row.caseId}, ${row.sessionId}, ${row.staffId}, ${row.first}, ${row.second},
      ${row.startedAt})
    on conflict on constraint live_contact_once do nothing`
}

export type ContactRow = {
  channel: 'chat' | 'call'
  caseId: string
  agent: string
  staffId: string
  startedAt: Date
  first: number
  second: number
}

/** Contacts that live now: chats whose session is still that agent's since that moment, calls that nobody ended. */
export async function selectContacts(db: Db, customerId: string, now: Date): Promise<ContactRow[]> {
  return db<ContactRow[]>`
    select l.channel, l.case_id as "caseId", staff.name as agent, l.staff_id as "staffId", l.started_at as "startedAt",
      l.first_word as first, l.second_word as second
    from live_contact l join staff on staff.id = l.staff_id
    left join support_session s on s.case_id = l.case_id and s.id = l.session_id
    where l.customer_id = ${customerId} and l.ended_at is null and (
      (l.channel = 'chat' and s.state = 'active' and s.agent_id = l.staff_id and s.claimed_at = l.started_at)
      or (l.channel = 'call' and l.started_at > ${new Date(now.getTime() - longestCallMs)}))
    order by l.started_at`
}
