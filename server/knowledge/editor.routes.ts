import * as contract from '../../contract/knowledge.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Http } from '../platform/http.ts'
import { refuse } from '../platform/refusals.ts'
import { deleteGap, selectFeedback, selectGaps } from './reader.sql.ts'
import { selectForDesk, selectOpen, selectVersion, selectVersionsOf } from './version.sql.ts'
import {
  createArticle,
  dropDraft,
  type EditorDeps,
  publishVersion,
  returnVersion,
  saveDraft,
  startDraft,
  submitDraft,
  toVersion,
} from './version.ts'

/** Feedback of this long counts on the overview: what was mended since need not be read for ever. */
const feedbackMs = 30 * 86_400_000
const versionsShown = 50

/** What editors of the help centre see and do. */
export function registerEditorRoutes(http: Http, deps: EditorDeps): void {
  const { sql } = deps

  http.serve(contract.readHelpDesk, async ({ query }, { actor }) => {
    return requirePermission(actor, 'help.edit') ?? readDesk(deps, actor, query.language)
  })
  http.serve(contract.readHelpArticle, async ({ params }, { actor }) => {
    return requirePermission(actor, 'help.edit') ?? readHistory(deps, actor, params.slug)
  })
  http.serve(contract.readHelpVersion, async ({ params }, { actor }) => {
    const forbidden = requirePermission(actor, 'help.edit')
    if (forbidden) return forbidden
    const found = await selectVersion(sql, params.versionId)
    return found ? toVersion(found, actor) : refuse('not_found', {})
  })
  http.serve(contract.settleHelpGap, async ({ params }, { actor }) => {
    const forbidden = requirePermission(actor, 'help.edit')
    if (forbidden) return forbidden
    return (await deleteGap(sql, params.gapId)) ? {} : refuse('not_found', {})
  })

  http.serve(contract.createHelpArticle, ({ body }, { actor }) => createArticle(deps, actor, body.slug))
  http.serve(contract.startHelpDraft, ({ params, body }, { actor }) =>
    startDraft(deps, actor, params.slug, body.versionId),
  )
  http.serve(contract.saveHelpDraft, ({ params, body }, { actor }) => saveDraft(deps, actor, params.versionId, body))
  http.serve(contract.submitHelpDraft, ({ params }, { actor }) => submitDraft(deps, actor, params.versionId))
  http.serve(contract.publishHelpVersion, ({ params }, { actor }) => publishVersion(deps, actor, params.versionId))
  http.serve(contract.returnHelpVersion, ({ params, body }, { actor }) =>
    returnVersion(deps, actor, params.versionId, body.reason),
  )
  http.serve(contract.dropHelpDraft, ({ params }, { actor }) => dropDraft(deps, actor, params.versionId))
}

async function readDesk({ sql, clock }: EditorDeps, actor: StaffActor, language: 'zh' | 'id' | 'en') {
  const since = new Date(clock.now().getTime() - feedbackMs)
  const [rows, open, gaps] = await Promise.all([selectForDesk(sql, language, since), selectOpen(sql), selectGaps(sql)])
  const articles = rows.map((row) => {
    const version = open.find(({ slug }) => slug === row.slug)
    return { ...row, open: version ? toVersion(version, actor) : null }
  })
  return { articles, gaps: gaps.map((gap) => ({ ...gap, lastAt: gap.lastAt.toISOString() })) }
}

async function readHistory({ sql }: EditorDeps, actor: StaffActor, slug: string) {
  const versions = await selectVersionsOf(sql, slug, versionsShown)
  if (versions.length === 0) return refuse('not_found', {}) as Refusal
  const feedback = await selectFeedback(sql, slug)
  return {
    slug,
    versions: versions.map((row) => toVersion(row, actor)),
    feedback: feedback.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}
