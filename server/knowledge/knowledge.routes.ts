import * as help from '../../contract/help.ts'
import { createAttemptLimit } from '../identity/attempt-limit.ts'
import type { Http } from '../platform/http.ts'
import { listArticles, readArticle } from './article.ts'
import type { HelpCentre } from './help-centre.ts'
import { noteSearch, type ReaderDeps, takeFeedback } from './reader.ts'
import { searchArticles } from './search.ts'

/** What one address may say of answers and searches in a minute. */
const wordsPerMinute = 30

/** The help centre: open to everybody, for who cannot sign in needs it most. */
export function registerHelpRoutes(http: Http, centre: HelpCentre, deps: ReaderDeps): void {
  const limit = createAttemptLimit(http, wordsPerMinute)

  http.serve(help.listArticles, async ({ query: { language, search } }) => {
    const asked = search !== undefined && search.trim() !== ''
    const index = centre.index()
    return { articles: asked ? searchArticles(index, language, search) : listArticles(index.articles, language) }
  })
  http.serve(help.readArticle, async ({ params, query }) =>
    readArticle(centre.index().articles, query.language, params.slug),
  )
  http.serve(help.sayWhetherHelped, async ({ params, body }, { request }) => {
    return (await limit(request)) ?? takeFeedback(deps, { slug: params.slug, words: undefined, ...body })
  })
  http.serve(help.tellSearch, async ({ body }, { request }) => {
    const limited = await limit(request)
    if (limited) return limited
    await noteSearch(deps, centre.index(), body)
    return {}
  })
}
