import { uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'

export type LinkKind = {
  kind: string
  target: 'case' | 'payment' | 'refund' | 'complaint'
  inverse: string | null
  byHand: boolean
}

export type Link = {
  kind: string
  target: LinkKind['target']
  targetId: string
  byHand: boolean
  at: Date
  byName: string
  /** Of a linked case: its number, stage and category. */
  number: string | null
  stage: string | null
  category: string | null
}

export async function readLinkKind(db: Db, kind: string): Promise<LinkKind | undefined> {
  const [row] = await db<LinkKind[]>`
    select kind, target, inverse, by_hand as "byHand" from case_link_kind where kind = ${kind}`
  return row
}

/** False where the link is there already. */
export async function insertLink(
  tx: Tx,
  link: { caseId: string; kind: string; targetId: string; now: Date; byName: string },
): Promise<boolean> {
  const added = await tx`
    insert into case_link (case_id, kind, target_id, at, by_name)
    values (${link.caseId}, ${link.kind}, ${link.targetId}, ${link.now}, ${link.byName})
    on conflict do nothing returning case_id`
  return added.length > 0
}

export async function deleteLink(tx: Tx, link: { caseId: string; kind: string; targetId: string }): Promise<boolean> {
  const gone = await tx`
    delete from case_link where case_id = ${link.caseId} and target_id = ${link.targetId} and kind = ${link.kind}
    returning case_id`
  return gone.length > 0
}

/** The newest links of a case, with its own payments and with other cases. */
export async function readLinks(db: Db, caseId: string, limit: number): Promise<Link[]> {
  return db<Link[]>`
    select l.kind, k.target, l.target_id as "targetId", k.by_hand as "byHand", l.at, l.by_name as "byName",
      c.number, c.stage, c.category
    from case_link l
    join case_link_kind k on k.kind = l.kind
    left join support_case c on k.target = 'case' and c.id = l.target_id
    where l.case_id = ${caseId} order by l.at desc, l.target_id limit ${limit}`
}

export async function findCaseByNumber(db: Db, number: string): Promise<string | undefined> {
  const [row] = await db<{ id: string }[]>`select id from support_case where number = ${number}`
  return row?.id
}

/** Open cases that payments are linked to: pairs of payment and case. */
export async function findLinkedCases(db: Db, paymentIds: string[]): Promise<{ of: string; caseId: string }[]> {
  if (paymentIds.length === 0) return []
  return db<{ of: string; caseId: string }[]>`
    select distinct l.target_id as of, c.id as "caseId" from case_link l join support_case c on c.id = l.case_id
    where l.target_id = any (${uuidArray(paymentIds)}::uuid[]) and c.state = 'open'`
}

/** Customers' open cases of a category that waits for money: pairs of customer and case. */
export async function findAwaitingMoney(db: Db, customerIds: string[]): Promise<{ of: string; caseId: string }[]> {
  if (customerIds.length === 0) return []
  return db<{ of: string; caseId: string }[]>`
    select c.customer_id as of, c.id as "caseId" from support_case c join case_category k on k.code = c.category
    where c.customer_id = any (${uuidArray(customerIds)}::uuid[]) and c.state = 'open' and k.awaits_money`
}
