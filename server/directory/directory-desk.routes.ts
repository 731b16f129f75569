import * as contract from '../../contract/directory.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Http } from '../platform/http.ts'
import { type CodeDeps, openByCode } from './case-code.ts'
import { approveChange, type ChangeDeps, proposeChange, rejectChange } from './change.ts'
import { type ChangeRow, selectEdition, selectEntries, selectOpenChanges } from './directory.sql.ts'
import { type ContactDeps, readPhrase } from './live-contact.ts'
import { selectReported } from './report.sql.ts'
import { judgeReports, type ReportDeps } from './report.ts'

/** What staff do: keep the directory, judge reports, open a caller's case, read the words that they may say. */
export function registerDirectoryDeskRoutes(http: Http, deps: ChangeDeps & ReportDeps & ContactDeps & CodeDeps): void {
  http.serve(contract.readDirectoryDesk, async (_input, { actor }) => {
    return requirePermission(actor, 'directory.edit') ?? readDesk(deps, actor)
  })
  http.serve(contract.proposeDirectoryChange, ({ body }, { actor }) => proposeChange(deps, actor, body))
  http.serve(contract.approveDirectoryChange, ({ params }, { actor }) => approveChange(deps, actor, params.changeId))
  http.serve(contract.rejectDirectoryChange, ({ params, body }, { actor }) =>
    rejectChange(deps, actor, params.changeId, body.reason),
  )
  http.serve(contract.judgeScamReports, ({ body }, { actor }) => judgeReports(deps, actor, body))
  http.serve(contract.openByCaseCode, ({ body }, { actor }) => openByCode(deps, actor, body.code))
  http.serve(contract.readCasePhrase, ({ params }, { actor }) => readPhrase(deps, actor, params.caseId))
}

async function readDesk({ sql }: ChangeDeps, actor: StaffActor) {
  const [edition, entries, changes, reports] = await Promise.all([
    selectEdition(sql),
    selectEntries(sql),
    selectOpenChanges(sql),
    selectReported(sql),
  ])
  return {
    edition: edition!.number,
    publishedAt: edition!.publishedAt.toISOString(),
    entries,
    changes: changes.map((change) => toWire(change, actor)),
    reports: reports.map((report) => ({ ...report, lastAt: report.lastAt.toISOString() })),
  }
}

function toWire(row: ChangeRow, actor: StaffActor): contract.DirectoryChange {
  const { id, deed, entry, before, reason } = row
  const by = { proposedBy: row.proposedByName, proposedAt: row.proposedAt.toISOString() }
  return { id, deed, entry, before, reason, ...by, own: row.proposedBy === actor.staffId }
}
