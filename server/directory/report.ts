import { createHash } from 'node:crypto'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { type CaseDeps, openCase } from '../cases/case.ts'
import type { Messages } from '../cases/messages.ts'
import { readCustomer } from '../identity/customer.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { CustomerActor, StaffActor } from '../platform/actor.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { judgeSuspect, unreported } from './check.ts'
import { type OwnNames, readOurs } from './edition.ts'
import { insertReport, type SuspectPlace, selectReports, storeVerdict } from './report.sql.ts'
import { reportText } from './report.words.ts'
import { readSuspects, type Suspect } from './suspect.ts'

export type ReportDeps = CaseDeps & { messages: Messages; own: OwnNames }

/** Foreign things of one message that are looked up among the reports. */
const lookedUp = 5

/**
 * What is known of a number, sender, link or address that somebody typed or pasted. Of a message that holds several the
 * worst is told: it is ours only where all of it is.
 */
export async function checkSuspect({ sql, own }: Pick<ReportDeps, 'sql' | 'own'>, text: string) {
  const suspects = readSuspects(text)
  const ours = { entries: await readOurs(sql, own), operator: own.operator }
  const foreign = suspects.filter((suspect) => judgeSuspect(suspect, ours, unreported).verdict !== 'ours')
  if (foreign.length === 0) return { suspect: suspects[0]!, ...judgeSuspect(suspects[0]!, ours, unreported) }
  const judged = await Promise.all(
    foreign.slice(0, lookedUp).map(async (suspect) => {
      return { suspect, ...judgeSuspect(suspect, ours, await selectReports(sql, suspect)) }
    }),
  )
  return judged.find(({ verdict }) => verdict === 'reported') ?? judged.find((one) => one.looksLike) ?? judged[0]!
}

/**
 * Reports something as fraud: a case about safety is opened, or the open one goes on, with what was reported as the
 * customer's message. Reporting the same in the same words again adds nothing. Refusal: contact_is_ours.
 */
export async function reportScam(
  deps: ReportDeps,
  actor: CustomerActor,
  { text, words }: { text: string; words: string },
): Promise<{ caseId: string } | Refusal> {
  const { suspect, verdict } = await checkSuspect(deps, text)
  if (verdict === 'ours') return refuse('contact_is_ours', {})
  const { kind, value } = suspect
  const caseId = await openCase(deps, actor, { topic: 'safety', paymentId: null })
  const { language } = (await readCustomer(deps.sql, actor.customerId))!
  const message = reportText(language, kind, suspect.understood, words)
  const sent = await deps.messages.sendAsCustomer(actor, caseId, {
    clientId: reportId(suspect, words),
    text: message,
    fileIds: [],
  })
  if (isRefusal(sent)) return sent
  const row = { id: deps.ids(), kind, value, customerId: actor.customerId, caseId, at: deps.clock.now() }
  await insertReport(deps.sql, row)
  return { caseId }
}

/** The same report has the same id in its case, so that a repeat after a lost answer is stored once; new words are news. */
function reportId({ kind, value }: Suspect, words: string): string {
  return `scam-${createHash('sha256')
    .update(JSON.stringify([kind, value, words]))
    .digest('hex')
    .slice(0, 32)}`
}

/** Confirms what customers report, so that everybody is warned, or dismisses it. Refusals: permission_missing, not_found. */
export async function judgeReports(
  { sql, clock, ids }: CaseDeps,
  actor: StaffActor,
  { kind, value, verdict }: SuspectPlace & { verdict: 'confirmed' | 'dismissed' },
): Promise<Record<string, never> | Refusal> {
  const forbidden = requirePermission(actor, 'directory.edit')
  if (forbidden) return forbidden
  return sql.begin(async (tx) => {
    const at = clock.now()
    const by = { staffId: actor.staffId, staffName: actor.name }
    if (!(await storeVerdict(tx, { kind, value, verdict, ...by, at }))) return refuse('not_found', {})
    const id = ids()
    const event = { id, at, action: `scam.${verdict}`, subjectId: id, details: { kind, value } }
    await recordOperation(tx, { ...event, actor: staffActor(actor) })
    return {}
  })
}
