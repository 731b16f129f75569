import { type ArticleTexts, type actionPaths, faultsOf, type Version } from '../../contract/knowledge.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { staffActor } from '../audit/audit.ts'
import { recordOperation } from '../audit/operations.ts'
import { requirePermission } from '../identity/permissions.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql, Tx } from '../platform/database.ts'
import type { Ids } from '../platform/ids.ts'
import { may, move } from '../platform/life-cycle.ts'
import { refuse } from '../platform/refusals.ts'
import { tell } from '../platform/signals.ts'
import { helpSignal } from './help-centre.ts'
import { versionMoves } from './life-cycles.ts'
import {
  insertArticle,
  insertVersion,
  lockArticle,
  lockVersion,
  selectInState,
  selectVersion,
  updatePublished,
  updateState,
  updateTexts,
  type VersionRow,
} from './version.sql.ts'

export type EditorDeps = { sql: Sql; clock: Clock; ids: Ids }
type Changed = Promise<Version | Refusal>

const emptyText = { title: '', summary: '', keywords: '', actionLabel: '', body: '' }
const emptyTexts: ArticleTexts = { zh: emptyText, id: emptyText, en: emptyText }

export function toVersion(row: VersionRow, actor: StaffActor): Version {
  const { id, slug, number, state, revision, actionPath, texts, note } = row
  return {
    ...{ id, slug, number, state, revision, actionPath, texts, note },
    author: row.authorName,
    own: row.writers.includes(actor.staffId),
    changedAt: row.changedAt.toISOString(),
    publishedAt: row.publishedAt?.toISOString() ?? null,
    decidedBy: row.decidedByName,
  }
}

/** Begins a new article as an empty draft. Refusals: permission_missing, action_not_possible (`taken`). */
export async function createArticle(deps: EditorDeps, actor: StaffActor, slug: string): Changed {
  return edit(deps, actor, async (tx) => {
    if (!(await insertArticle(tx, slug))) return notPossible('taken')
    return beginDraft(tx, deps, actor, { slug, actionPath: '/help/chat', texts: emptyTexts })
  })
}

/**
 * Begins a draft from a version of the article: the published one, or an earlier one to go back to. An article has one
 * draft at a time. Refusals: permission_missing, not_found, action_not_possible (`draft_open`).
 */
export async function startDraft(deps: EditorDeps, actor: StaffActor, slug: string, versionId: string): Changed {
  return edit(deps, actor, async (tx) => {
    if (!(await lockArticle(tx, slug))) return refuse('not_found', {})
    const from = await selectVersion(tx, versionId)
    if (from?.slug !== slug) return refuse('not_found', {})
    return beginDraft(tx, deps, actor, from)
  })
}

type Beginning = Pick<VersionRow, 'slug' | 'actionPath' | 'texts'>

async function beginDraft(
  tx: Tx,
  deps: EditorDeps,
  actor: StaffActor,
  { slug, actionPath, texts }: Beginning,
): Changed {
  const id = deps.ids()
  const author = { id: actor.staffId, name: actor.name }
  const row = { id, slug, state: 'draft' as const, actionPath, texts, author, at: deps.clock.now() }
  if (!(await insertVersion(tx, row))) return notPossible('draft_open')
  return answer(tx, actor, id)
}

export type Edition = { revision: number; actionPath: (typeof actionPaths)[number]; texts: ArticleTexts }

/**
 * Saves a draft; whoever saves becomes one of its writers. Refusals: permission_missing, not_found, action_not_possible
 * (`changed` where somebody else saved in between, else the state).
 */
export async function saveDraft(deps: EditorDeps, actor: StaffActor, versionId: string, edition: Edition): Changed {
  return edit(deps, actor, async (tx) => {
    const found = await lockVersion(tx, versionId)
    if (!found) return refuse('not_found', {})
    if (found.state !== 'draft') return notPossible(found.state)
    if (found.revision !== edition.revision) return notPossible('changed')
    const { actionPath, texts } = edition
    await updateTexts(tx, { id: versionId, actionPath, texts, writerId: actor.staffId, at: deps.clock.now() })
    return answer(tx, actor, versionId)
  })
}

/** Hands a draft to a second person. Refusals: as above, and article_incomplete while anything is missing. */
export async function submitDraft(deps: EditorDeps, actor: StaffActor, versionId: string): Changed {
  return moved(deps, actor, versionId, 'submit', null, (found) => {
    const faults = faultsOf(found.texts).length
    return faults > 0 ? refuse('article_incomplete', { faults }) : undefined
  })
}

/** Gives it back to its writers, who read what is to be changed. */
export async function returnVersion(deps: EditorDeps, actor: StaffActor, versionId: string, reason: string): Changed {
  return moved(deps, actor, versionId, 'return', reason)
}

/** Gives a draft up. It stays in the history. */
export async function dropDraft(deps: EditorDeps, actor: StaffActor, versionId: string): Changed {
  return moved(deps, actor, versionId, 'drop', null)
}

async function moved(
  deps: EditorDeps,
  actor: StaffActor,
  versionId: string,
  deed: 'submit' | 'return' | 'drop',
  note: string | null,
  judge: (found: VersionRow) => Refusal | undefined = () => undefined,
): Changed {
  return edit(deps, actor, async (tx) => {
    const found = await lockVersion(tx, versionId)
    if (!found) return refuse('not_found', {})
    if (!may(versionMoves, found.state, deed)) return notPossible(found.state)
    const refusal = judge(found)
    if (refusal) return refusal
    const at = deps.clock.now()
    await updateState(tx, { id: versionId, state: move(versionMoves, found.state, deed), note, at })
    await record(tx, deps, actor, `article.${deed}`, found, note)
    return answer(tx, actor, versionId)
  })
}

/**
 * A second person publishes: the version that was read until now is superseded, and every process searches the new one.
 * Refuses whoever wrote on it (`second_person_needed`).
 */
export async function publishVersion(deps: EditorDeps, actor: StaffActor, versionId: string): Changed {
  return edit(deps, actor, async (tx) => {
    const found = await lockVersion(tx, versionId)
    if (!found) return refuse('not_found', {})
    if (!may(versionMoves, found.state, 'publish')) return notPossible(found.state)
    if (found.writers.includes(actor.staffId)) return refuse('second_person_needed', {})
    const at = deps.clock.now()
    const before = await selectInState(tx, found.slug, 'published')
    if (before)
      await updateState(tx, { id: before.id, state: move(versionMoves, before.state, 'supersede'), note: null, at })
    await updatePublished(tx, { id: versionId, by: actor.staffId, byName: actor.name, at })
    await record(tx, deps, actor, 'article.published', found, null)
    await tell(tx, [helpSignal])
    return answer(tx, actor, versionId)
  })
}

/** Access first; then one transaction. */
function edit(deps: EditorDeps, actor: StaffActor, work: (tx: Tx) => Changed): Changed {
  const forbidden = requirePermission(actor, 'help.edit')
  return forbidden ? Promise.resolve(forbidden) : (deps.sql.begin(work) as Changed)
}

async function answer(tx: Tx, actor: StaffActor, versionId: string): Promise<Version> {
  return toVersion((await selectVersion(tx, versionId))!, actor)
}

function record(tx: Tx, deps: EditorDeps, actor: StaffActor, action: string, found: VersionRow, reason: string | null) {
  return recordOperation(tx, {
    id: deps.ids(),
    at: deps.clock.now(),
    actor: staffActor(actor),
    action,
    subjectId: found.id,
    reason,
    details: { slug: found.slug, version: found.number },
  })
}

function notPossible(reason: string): Refusal {
  return refuse('action_not_possible', { reason })
}
