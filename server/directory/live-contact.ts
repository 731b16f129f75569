import type { readCasePhrase, readLiveContact } from '../../contract/directory.ts'
import type { Language } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { Reply } from '../../contract/route.ts'
import { findCase } from '../cases/case.sql.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { refuse } from '../platform/refusals.ts'
import {
  type ActiveChat,
  type ContactRow,
  insertChatContact,
  selectChatOn,
  selectChatsOf,
  selectContacts,
} from './live-contact.sql.ts'
import { drawPhrase, sayPhrase } from './phrase.ts'

export type ContactDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  /** A whole number from 0 up to below the limit, which nobody can guess. */
  draw(limit: number): number
}

/** Who of us talks to this customer now. None is an answer, too: then whoever says so is not us. */
export async function readContacts(
  deps: ContactDeps,
  customerId: string,
  language: Language,
): Promise<Reply<typeof readLiveContact>> {
  await keepChats(deps, await selectChatsOf(deps.sql, customerId))
  const rows = await selectContacts(deps.sql, customerId, deps.clock.now())
  return {
    contacts: rows.map((row) => ({
      channel: row.channel,
      caseId: row.caseId,
      agent: firstName(row.agent),
      startedAt: row.startedAt.toISOString(),
      phrase: sayPhrase(row, language),
    })),
  }
}

/** The words that the agent who has this conversation can say. Refusals: permission_missing, not_found. */
export async function readPhrase(
  deps: ContactDeps,
  actor: StaffActor,
  caseId: string,
): Promise<Reply<typeof readCasePhrase> | Refusal> {
  const forbidden = requirePermission(actor, 'case.work')
  if (forbidden) return forbidden
  const found = await findCase(deps.sql, caseId)
  if (!found) return refuse('not_found', {})
  const customer = await readCustomer(deps.sql, found.customerId)
  // A guest has no app in which the words could be read.
  if (!customer) return { contact: null }
  await keepChats(deps, await selectChatOn(deps.sql, caseId, actor.staffId))
  const rows = await selectContacts(deps.sql, found.customerId, deps.clock.now())
  const own = rows.findLast((row) => row.caseId === caseId && row.staffId === actor.staffId)
  if (!own) return { contact: null }
  const { language } = customer
  return { contact: { ...said(own), language, phrase: sayPhrase(own, language) } }
}

function said(row: ContactRow) {
  const inLanguages = { zh: sayPhrase(row, 'zh'), id: sayPhrase(row, 'id'), en: sayPhrase(row, 'en') }
  return { channel: row.channel, startedAt: row.startedAt.toISOString(), inLanguages }
}

/** Gives each conversation its two words, once. */
async function keepChats({ sql, ids, draw }: ContactDeps, chats: readonly ActiveChat[]): Promise<void> {
  for (const chat of chats) await insertChatContact(sql, { ...chat, id: ids(), ...drawPhrase(draw) })
}

/** Enough to recognise somebody by, and no more than the person says on the telephone. */
function firstName(name: string): string {
  return name.split(' ')[0]!
}
