import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ArticleTexts, Version } from '../../contract/knowledge.ts'
import { loadArticles } from './article.ts'
import { openKnowledge, type Process } from './knowledge.testing.ts'
import { storeShippedArticles } from './shipped.ts'

let knowledge: Awaited<ReturnType<typeof openKnowledge>>
let first: Process
let second: Process
before(async () => {
  knowledge = await openKnowledge()
  ;[first, second] = [await knowledge.start(), await knowledge.start()]
})
after(() => knowledge?.end())

const text = (title: string) => ({
  title,
  summary: 'Where the lost umbrella is kept.',
  keywords: 'umbrella, payung, 雨伞',
  actionLabel: 'Ask',
  body: '## Umbrellas\n\n1. Go to the **counter**.\n2. Ask.',
})
const texts: ArticleTexts = { zh: text('雨伞丢了'), id: text('Payung hilang'), en: text('Lost umbrella') }

const desk = (who: string, path: string, body?: unknown) =>
  first.call(who, body === undefined ? 'GET' : 'POST', `/api/desk/help${path}`, body)
const deed = (who: string, version: Version, name: string, body: object = {}) =>
  desk(who, `/versions/${version.id}/${name}`, body)
const save = (who: string, version: Version, more: Partial<Version> = {}) =>
  first.call(who, 'PUT', `/api/desk/help/versions/${version.id}`, {
    revision: version.revision,
    actionPath: '/help/chat',
    texts,
    ...more,
  })

async function finds(process: Process, question: string, slug: string): Promise<boolean> {
  const found = await process.call(null, 'GET', `/api/help/articles?language=en&search=${encodeURIComponent(question)}`)
  return found.body.articles[0]?.slug === slug
}

async function comesTrue(check: () => Promise<boolean>): Promise<void> {
  const giveUpAt = Date.now() + 10_000
  while (!(await check())) {
    assert.ok(Date.now() < giveUpAt, 'not in time')
    await sleep(50)
  }
}

test('an article is written by one person, published by another, and found in every process at once', async () => {
  const draft: Version = (await desk('ratna', '/articles', { slug: 'lost-umbrella' })).body
  assert.equal((await desk('bayu', '/articles', { slug: 'lost-umbrella' })).body.figures.reason, 'taken')
  assert.equal((await deed('ratna', draft, 'submit')).body.code, 'article_incomplete')

  const saved: Version = (await save('ratna', draft)).body
  assert.equal(saved.revision, 2)
  assert.equal((await save('bayu', draft)).body.figures.reason, 'changed', 'saved from an older reading')
  const broken = { ...texts, id: { ...texts.id, body: 'a **b' } }
  const faulty: Version = (await save('ratna', saved, { texts: broken })).body
  assert.deepEqual((await deed('ratna', faulty, 'submit')).body.figures, { faults: 1 })
  await save('ratna', faulty)

  assert.equal((await deed('bayu', draft, 'publish')).body.figures.reason, 'draft')
  assert.equal((await deed('ratna', draft, 'submit')).body.state, 'in_review')
  assert.equal((await deed('ratna', draft, 'publish')).body.code, 'second_person_needed')
  assert.equal((await deed('bayu', draft, 'return', { reason: 'Say where the counter is.' })).body.state, 'draft')
  await deed('ratna', draft, 'submit')
  assert.equal((await first.call(null, 'GET', '/api/help/articles/lost-umbrella?language=en')).status, 404)

  const published = (await deed('bayu', draft, 'publish')).body
  assert.deepEqual([published.state, published.author, published.decidedBy], ['published', 'Ratna', 'Bayu'])
  await comesTrue(() => finds(first, 'lost my umbrela', 'lost-umbrella'))
  await comesTrue(() => finds(second, 'lost my umbrela', 'lost-umbrella'))
  const { body } = await second.call(null, 'GET', '/api/help/articles/lost-umbrella?language=zh')
  assert.equal(body.title, '雨伞丢了')
})

test('whoever helped to write does not publish, however the database is asked', async () => {
  const [published] = (await desk('ratna', '/articles/refund')).body.versions
  const draft: Version = (await desk('ratna', '/articles/refund/draft', { versionId: published.id })).body
  const again = await desk('bayu', '/articles/refund/draft', { versionId: published.id })
  assert.equal(again.body.figures.reason, 'draft_open')
  await save('bayu', draft)
  await deed('bayu', draft, 'submit')
  for (const writer of ['ratna', 'bayu'])
    assert.equal((await deed(writer, draft, 'publish')).body.code, 'second_person_needed')
  const { sql } = knowledge.database
  await assert.rejects(
    sql`update article_version set state = 'published', published_at = now(), decided_by = author_id, decided_at = now()
      where id = ${draft.id}`,
    /article_version_four_eyes|article_version_now/,
  )
  await deed('ratna', draft, 'drop')
  assert.equal((await deed('bayu', draft, 'publish')).body.figures.reason, 'dropped')
  const states = (await desk('ratna', '/articles/refund')).body.versions.map(({ state }: Version) => state)
  assert.deepEqual(states, ['dropped', 'published'])
})

test('a later release mends what came with Dompet, and leaves alone what editors published', async () => {
  const shipped = loadArticles().filter(({ slug }) => slug === 'fees')
  const [fees] = shipped
  const better = { ...fees!, texts: { ...fees!.texts, en: { ...fees!.texts.en, title: 'All our fees' } } }
  const deps = { sql: knowledge.database.sql, clock: { now: () => new Date() }, ids: () => crypto.randomUUID() }
  await Promise.all([storeShippedArticles(deps, [better]), storeShippedArticles(deps, [better])])
  const { versions } = (await desk('ratna', '/articles/fees')).body
  assert.deepEqual(
    versions.map(({ number, state, author }: Version & { author: string }) => [number, state, author]),
    [
      [2, 'published', 'Dompet'],
      [1, 'superseded', 'Dompet'],
    ],
  )
  const draft: Version = (await desk('ratna', '/articles/fees/draft', { versionId: versions[1].id })).body
  await deed('ratna', draft, 'submit')
  await deed('bayu', draft, 'publish')
  await storeShippedArticles(deps, [better])
  assert.equal((await desk('ratna', '/articles/fees')).body.versions[0].author, 'Ratna')
})

test('agents edit nothing', async () => {
  for (const path of ['?language=en', '/articles/refund'])
    assert.equal((await desk('sari', path)).body.code, 'permission_missing')
  assert.equal((await desk('sari', '/articles', { slug: 'mine' })).body.code, 'permission_missing')
})
