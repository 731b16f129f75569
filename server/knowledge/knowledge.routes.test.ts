import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { article, listArticles } from '../../contract/help.ts'
import { slugs } from './article.ts'
import { openKnowledge, type Process } from './knowledge.testing.ts'

let knowledge: Awaited<ReturnType<typeof openKnowledge>>
let wallet: Process
before(async () => {
  knowledge = await openKnowledge()
  wallet = await knowledge.start()
})
after(() => knowledge?.end())

const get = (path: string, query: Record<string, string>) =>
  wallet.call(null, 'GET', `${path}?${new URLSearchParams(query)}`)

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

test('readers say whether an answer helped; numbers and addresses of theirs are not kept', async () => {
  const say = (body: object, slug = 'refund') => wallet.call(null, 'POST', `/api/help/articles/${slug}/feedback`, body)
  assert.equal((await say({ language: 'en', helped: true })).status, 200)
  const words = 'Call me on 0812 3456-7890 or anna@mail.example, I paid 3 times, see https://x.example/a?b=1'
  assert.equal((await say({ language: 'en', helped: false, words })).status, 200)
  assert.equal((await say({ language: 'en', helped: false }, 'nothing-here')).body.code, 'not_found')
  const { body } = await wallet.call('ratna', 'GET', '/api/desk/help/articles/refund')
  assert.equal(body.feedback[0].words, 'Call me on … or … I paid 3 times, see …')
  assert.equal(body.feedback.length, 2)
  const desk = await wallet.call('ratna', 'GET', '/api/desk/help?language=en')
  const row = desk.body.articles.find((one: { slug: string }) => one.slug === 'refund')
  assert.deepEqual([row.helped, row.notHelped], [1, 1])
})

test('only what found no good answer is listed for editors, counted, without long numbers', async () => {
  const tell = (question: string, outcome = 'looked') =>
    wallet.call(null, 'POST', '/api/help/searches', { language: 'en', question, outcome })
  await tell('How do I get my money back')
  await tell('Crypto wallet bitcoin 0812 3456 7890')
  await tell('crypto wallet  BITCOIN ０８１２３４５６７８９０')
  await tell('refund', 'nothing_fits')
  await tell('12345678')
  await tell('ﷺ'.repeat(200))
  await tell('x')
  const { body } = await wallet.call('ratna', 'GET', '/api/desk/help?language=en')
  const gaps = body.gaps.map(({ question, times }: { question: string; times: number }) => [question, times])
  assert.equal(gaps.length, 3)
  assert.deepEqual(gaps[0], ['crypto wallet bitcoin …', 2])
  assert.ok(gaps.some(([question]: [string]) => question === 'refund'))
  const settle = (who: string) => wallet.call(who, 'POST', `/api/desk/help/gaps/${body.gaps[0].id}/settle`, {})
  assert.equal((await settle('sari')).body.code, 'permission_missing')
  assert.equal((await settle('ratna')).status, 200)
  assert.equal((await settle('ratna')).body.code, 'not_found')
})

test('one address is heard thirty times a minute', async () => {
  const tell = () =>
    wallet.call(null, 'POST', '/api/help/searches', { language: 'en', question: 'same again', outcome: 'looked' })
  const answers = []
  for (let count = 0; count < 31; count += 1) answers.push((await tell()).status)
  assert.equal(answers.at(-1), 429)
})
