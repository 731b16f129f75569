import type { Language } from '../../contract/identity.ts'
import type { ArticleTexts } from '../../contract/knowledge.ts'
import { uuidArray } from '../platform/arrays.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { WrittenArticle } from './article.ts'
import type { VersionState } from './life-cycles.ts'

export type VersionRow = {
  id: string
  slug: string
  number: number
  state: VersionState
  revision: number
  actionPath: string
  texts: ArticleTexts
  authorId: string | null
  authorName: string
  writers: string[]
  changedAt: Date
  publishedAt: Date | null
  decidedByName: string | null
  note: string | null
}

const columns = (db: Db) => db`
  v.id, v.slug, v.number, v.state, v.revision, v.action_path as "actionPath", v.texts, v.author_id as "authorId",
  v.author_name as "authorName", array_to_json(v.writers) as writers, v.changed_at as "changedAt", v.published_at as "publishedAt",
  v.decided_by_name as "decidedByName", v.note`

/** What customers read now, in the order of the help page. */
export async function selectPublished(db: Db): Promise<(WrittenArticle & { versionId: string })[]> {
  return db<(WrittenArticle & { versionId: string })[]>`
    select v.slug, v.id as "versionId", v.action_path as "actionPath", v.texts
    from article join article_version v using (slug) where v.state = 'published' order by article.place, v.slug`
}

export async function selectVersion(db: Db, id: string): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`select ${columns(db)} from article_version v where v.id = ${id}`
  return row
}

/** The article first, then its version: who changes two versions of an article waits for nobody who holds the other. */
export async function lockVersion(tx: Tx, id: string): Promise<VersionRow | undefined> {
  await tx`
    select 1 from article where slug = (select slug from article_version where id = ${id}) for no key update`
  return selectVersion(tx, id)
}

export async function lockArticle(tx: Tx, slug: string): Promise<boolean> {
  const rows = await tx`select 1 from article where slug = ${slug} for no key update`
  return rows.length > 0
}

export async function selectVersionsOf(db: Db, slug: string, limit: number): Promise<VersionRow[]> {
  return db<VersionRow[]>`
    select ${columns(db)} from article_version v where v.slug = ${slug} order by v.number desc limit ${limit}`
}

export async function selectInState(db: Db, slug: string, state: VersionState): Promise<VersionRow | undefined> {
  const [row] = await db<VersionRow[]>`
    select ${columns(db)} from article_version v where v.slug = ${slug} and v.state = ${state}`
  return row
}

/** At the end of the help page; false where the name is taken. */
export async function insertArticle(tx: Tx, slug: string): Promise<boolean> {
  const { count } = await tx`
    insert into article (slug, place) select ${slug}, coalesce(max(place), 0) + 1 from article
    on conflict (slug) do nothing`
  return count === 1
}

/** Drafts and what waits for a second person: one for each article at most. */
export async function selectOpen(db: Db): Promise<VersionRow[]> {
  return db<VersionRow[]>`select ${columns(db)} from article_version v where v.state in ('draft', 'in_review')`
}

export type NewVersion = {
  id: string
  slug: string
  state: 'draft' | 'published'
  actionPath: string
  texts: ArticleTexts
  author: { id: string; name: string } | null
  at: Date
}

/** What came with Dompet names it as the author. */
const shippedBy = 'Dompet'

/** False where the article has a draft already. */
export async function insertVersion(tx: Tx, version: NewVersion): Promise<boolean> {
  const { id, slug, state, author, at } = version
  const { count } = await tx`
    insert into article_version (id, slug, number, state, action_path, texts, author_id, author_name, writers, created_at, changed_at, published_at)
    select ${id}, ${slug}, coalesce(max(number), 0) + 1, ${state}, ${version.actionPath}, ${JSON.stringify(version.texts)}::text::jsonb,
      ${author?.id ?? null}, ${author?.name ?? shippedBy}, ${uuidArray(author ? [author.id] : [])}::uuid[], ${at}, ${at},
      ${state === 'published' ? at : null}
    from article_version where slug = ${slug}
    on conflict (slug) where state in ('draft', 'in_review') do nothing`
  return count === 1
}

export async function updateTexts(
  tx: Tx,
  version: { id: string; actionPath: string; texts: ArticleTexts; writerId: string; at: Date },
): Promise<void> {
  await tx`
    update article_version set texts = ${JSON.stringify(version.texts)}::text::jsonb, action_path = ${version.actionPath},
      revision = revision + 1, changed_at = ${version.at},
      writers = case when ${version.writerId} = any (writers) then writers else writers || ${version.writerId}::uuid end
    where id = ${version.id}`
}

export async function updateState(
  tx: Tx,
  version: { id: string; state: VersionState; note: string | null; at: Date },
): Promise<void> {
  await tx`
    update article_version set state = ${version.state}, note = ${version.note}, changed_at = ${version.at}
    where id = ${version.id}`
}

export async function updatePublished(
  tx: Tx,
  version: { id: string; by: string; byName: string; at: Date },
): Promise<void> {
  await tx`
    update article_version set state = 'published', note = null, decided_by = ${version.by}, decided_by_name = ${version.byName},
      decided_at = ${version.at}, published_at = ${version.at}, changed_at = ${version.at}
    where id = ${version.id}`
}

export type DeskRow = {
  slug: string
  title: string
  published: boolean
  helped: number
  notHelped: number
}

/** All articles with what readers said since `since`. */
export async function selectForDesk(db: Db, language: Language, since: Date): Promise<DeskRow[]> {
  return db<DeskRow[]>`
    select article.slug, coalesce(v.texts -> ${language} ->> 'title', '') as title, v.state = 'published' as published,
      f.helped, f."notHelped"
    from article
    join lateral (
      select texts, state from article_version where slug = article.slug order by (state = 'published') desc, number desc limit 1) v on true
    join lateral (
      select count(*) filter (where helped)::int as helped, count(*) filter (where not helped)::int as "notHelped"
      from article_feedback where slug = article.slug and at > ${since}) f on true
    order by article.place, article.slug`
}
