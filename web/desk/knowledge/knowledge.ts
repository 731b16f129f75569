import type { QueryClient } from '@tanstack/react-query'
import { listArticles } from '../../../contract/help.ts'
import { readHelpArticle, readHelpDesk, readHelpVersion, type VersionRow } from '../../../contract/knowledge.ts'
import { keyOf } from '../../ui/net/query.ts'
import type { Meaning } from '../../ui/parts/Notice.tsx'

/** What an editor looks at: the list, an article, or one version of it. */
export type Looking = { slug: string | null; versionId: string | null }

export const knowledgePath = '/help'
export const articlePath = (slug: string) => `/help/${slug}`
export const versionPath = (slug: string, versionId: string) => `/help/${slug}/versions/${versionId}`

export function readLooking(path: string): Looking {
  const [, , slug, third, versionId] = path.split('/')
  return { slug: slug || null, versionId: (third === 'versions' && versionId) || null }
}

export const stateMeanings: Record<VersionRow['state'], Meaning> = {
  draft: 'info',
  in_review: 'warn',
  published: 'good',
  superseded: 'info',
  dropped: 'info',
}

/** After anything was done, everything here may have changed. */
export function readAllAgain(queries: QueryClient): Promise<unknown> {
  const routes = [readHelpDesk, readHelpArticle, readHelpVersion, listArticles]
  return Promise.all(routes.map((route) => queries.invalidateQueries({ queryKey: keyOf(route) })))
}
