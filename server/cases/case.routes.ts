import * as contract from '../../contract/cases.ts'
import { searchDesk } from '../../contract/search.ts'
import { requirePermission } from '../identity/permissions.ts'
import { referenceOf } from '../payments/history.ts'
import type { Http } from '../platform/http.ts'
import { refuse } from '../platform/refusals.ts'
import { findCase, findLiveSession } from './case.sql.ts'
import type { CaseDeps } from './case.ts'
import { readLiveClocks } from './clocks.sql.ts'
import { registerCaseSettingsRoutes } from './desk-settings.routes.ts'
import { type Link, readLinks } from './link.sql.ts'
import { addLink, removeLink } from './link.ts'
import { mayLook } from './look.ts'
import { mergeCase, splitCase } from './merge.ts'
import { search } from './search.ts'
import { readCategories, readSheet } from './stage.sql.ts'
import { changeCategory, changePriority, changeStage, movesFor } from './stage.ts'

/** Links that a case shows; more than this nobody reads. */
const linksShown = 50

/** What the desk keeps of a case beside its conversation, and finding things. */
export function registerCaseRoutes(http: Http, deps: CaseDeps) {
  const { sql } = deps
  registerCaseSettingsRoutes(http, deps)

  http.serve(contract.listCategories, async (_input, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    if (refusal) return refusal
    return { categories: (await readCategories(sql)) as contract.CaseCategory[] }
  })

  http.serve(contract.readSheet, async ({ params: { caseId } }, { actor }) => {
    const refusal = requirePermission(actor, 'case.work')
    if (refusal) return refusal
    const [sheet, row] = await Promise.all([readSheet(sql, caseId), findCase(sql, caseId)])
    if (!sheet || !row) return refuse('not_found', {})
    // What colleagues wait for, and which payments it is about, is no way around the reason for looking.
    if (!(await mayLook(sql, deps, actor, { customerId: row.customerId, caseId }))) return refuse('reason_needed', {})
    const [clocks, links, session] = await Promise.all([
      readLiveClocks(sql, caseId),
      readLinks(sql, caseId, linksShown + 1),
      findLiveSession(sql, caseId),
    ])
    const { stage, stageSince, holdReason, holdUntil, category, priority, reopenings, mergedInto } = sheet
    return {
      ...{ stage, category, priority, reopenings, mergedInto },
      stageSince: stageSince.toISOString(),
      hold: holdReason === null ? null : { reason: holdReason, until: holdUntil?.toISOString() ?? null },
      moves: movesFor(actor, { stage, session }),
      clocks: clocks.map(({ dueAt, warnAt, breachedAt, ...clock }) => ({
        ...clock,
        dueAt: dueAt?.toISOString() ?? null,
        warnAt: warnAt?.toISOString() ?? null,
        breachedAt: breachedAt?.toISOString() ?? null,
      })),
      links: links.slice(0, linksShown).map(toLink),
      moreLinks: links.length > linksShown,
    }
  })

  http.serve(contract.changeStage, async ({ params, body }, { actor }) => {
    const wanted =
      body.move === 'hold' ? { ...body, until: body.until === null ? null : new Date(body.until) } : { move: body.move }
    return (await changeStage(deps, actor, params.caseId, wanted)) ?? {}
  })
  http.serve(
    contract.changeCategory,
    async ({ params, body }, { actor }) => (await changeCategory(deps, actor, params.caseId, body.category)) ?? {},
  )
  http.serve(
    contract.changePriority,
    async ({ params, body }, { actor }) => (await changePriority(deps, actor, params.caseId, body.priority)) ?? {},
  )
  http.serve(
    contract.addLink,
    async ({ params, body }, { actor }) => (await addLink(deps, actor, params.caseId, body)) ?? {},
  )
  http.serve(
    contract.removeLink,
    async ({ params }, { actor }) => (await removeLink(deps, actor, params.caseId, params)) ?? {},
  )
  http.serve(contract.mergeCase, ({ params, body }, { actor }) => mergeCase(deps, actor, params.caseId, body.into))
  http.serve(contract.splitCase, ({ params, body }, { actor }) => splitCase(deps, actor, params.caseId, body))

  http.serve(searchDesk, ({ query }, { actor }) => search(sql, actor, query.q, query.limit))
}

function toLink({ number, stage, at, byName, ...link }: Link): contract.CaseLink {
  return {
    ...link,
    name: number ?? referenceOf(link.targetId),
    state: stage === null ? null : stage === 'closed' ? 'closed' : 'open',
    at: at.toISOString(),
    by: byName,
  }
}
