import * as help from '../../contract/help.ts'
import type { Http } from '../platform/http.ts'
import { listArticles, readArticle } from './article.ts'
import { type HelpIndex, searchArticles } from './search.ts'

/** The help centre: open to everybody, for who cannot sign in needs it most. */
export function knowledgeRoutes(http: Http, index: HelpIndex): void {
  http.serve(help.listArticles, async ({ query: { language, search } }) => {
    const asked = search !== undefined && search.trim() !== ''
    return { articles: asked ? searchArticles(index, language, search) : listArticles(index.articles, language) }
  })
  http.serve(help.readArticle, async ({ params, query }) => readArticle(index.articles, query.language, params.slug))
}
