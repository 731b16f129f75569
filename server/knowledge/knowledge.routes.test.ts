import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { article, listArticles } from '../../contract/help.ts'
import { systemClock } from '../platform/clock.ts'
import { createHttp } from '../platform/http.ts'
import { createIds } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { refuse } from '../platform/refusals.ts'
import { loadArticles, slugs } from './article.ts'
import { knowledgeRoutes } from './knowledge.routes.ts'
import { createHelpIndex } from './search.ts'

const nobody = async () => refuse('signin_required', {})
const http = await createHttp({
  log: createLog('silent'),
  ids: createIds(systemClock),
  authenticators: { customer: nobody, staff: nobody, merchant: nobody },
  rateLimitPerMinute: 1_000,
  mounts: [],
})
knowledgeRoutes(http, createHelpIndex(loadArticles()))
after(() => http.server.close())

async function get(path: string, query: Record<string, string>) {
  const answer = await http.server.inject({ method: 'GET', url: path, query })
  return { status: answer.statusCode, body: answer.json() }
}

test('somebody who is not signed in reads the list, in order', async () => {
  const { status, body } = await get('/api/help/articles', { language: 'id' })
  assert.equal(status, 200)
  const { articles } = listArticles.reply.strict().parse(body)
  assert.deepEqual(
    articles.map(({ slug }) => slug),
    slugs,
  )
})

test('a question answers the fitting articles, best first, and an empty one the whole list', async () => {
  const found = await get('/api/help/articles', { language: 'zh', search: '退錢' })
  assert.equal(found.body.articles[0].slug, 'refund')
  assert.match(found.body.articles[0].title, /退款/)
  const blank = await get('/api/help/articles', { language: 'zh', search: '  ' })
  assert.equal(blank.body.articles.length, slugs.length)
  const garbled = await get('/api/help/articles', { language: 'zh', search: '\u0007???' })
  assert.deepEqual(garbled.body.articles, [])
})

test('an article comes as blocks with its button, and without the keywords that only the search needs', async () => {
  const { status, body } = await get('/api/help/articles/phone-lost', { language: 'en' })
  assert.equal(status, 200)
  assert.deepEqual(article.strict().parse(body).action, { label: 'Freeze my account', path: '/settings/freeze' })
})

test('unknown articles, languages and endless questions are refused by name', async () => {
  const unknown = await get('/api/help/articles/nothing-here', { language: 'en' })
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'not_found'])
  for (const query of [{}, { language: 'fr' }, { language: 'en', search: 'x'.repeat(201) }] as Record<
    string,
    string
  >[]) {
    const refused = await get('/api/help/articles', query)
    assert.deepEqual([refused.status, refused.body.code], [400, 'request_malformed'])
  }
  const path = await get('/api/help/articles/..%2F..%2Fetc', { language: 'en' })
  assert.deepEqual([path.status, path.body.code], [400, 'request_malformed'])
})
