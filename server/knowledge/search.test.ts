import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Language } from '../../contract/identity.ts'
import { languages, loadArticles, slugs, toArticles } from './article.ts'
import { createHelpIndex, maximumResults, searchArticles } from './search.ts'

/** By language, then by the slug of the right article: questions as people type them. */
type Questions = Record<Language, Record<string, string[]>>

const index = createHelpIndex(toArticles(loadArticles()))
/** Written before the articles' keywords, then used to improve them. */
const questions = readQuestions('questions.json')
/** Written last and never used to improve anything: shows that the keywords were not made for the questions alone. */
const unseenQuestions = readQuestions('questions.unseen.json')

/** So few tell little about one in twenty. */
const fewestQuestions = 50

for (const language of languages) {
  test(`everyday questions in ${language}: the right article is first in 80 %, among three in 95 %`, (context) => {
    const without = slugs.filter((slug) => !questions[language][slug]?.length)
    assert.deepEqual(without, [], `questions.json asks nothing in ${language} for these articles`)
    const unknown = Object.keys(questions[language]).filter((slug) => !(slugs as readonly string[]).includes(slug))
    assert.deepEqual(unknown, [], 'questions.json asks for articles that there are not')
    assert.ok(Object.values(questions[language]).flat().length >= fewestQuestions)
    assertFound(context, language, questions, { first: 0.8, amongThree: 0.95 })
  })

  test(`questions in ${language} that the search was never improved with: 80 % and 95 %, too`, (context) => {
    assertFound(context, language, unseenQuestions, { first: 0.8, amongThree: 0.95 })
  })
}

test('traditional characters find what simplified ones find', () => {
  for (const [traditional, simplified] of [
    ['轉錯帳怎麼辦', '转错账怎么办'],
    ['帳號被鎖住了', '账号被锁住了'],
    ['餘額不足', '余额不足'],
  ] as const) {
    assert.deepEqual(searchArticles(index, 'zh', traditional), searchArticles(index, 'zh', simplified))
  }
})

test('typing errors are forgiven', () => {
  for (const [language, question, slug] of [
    ['en', 'forgoten pasword', 'account-locked'],
    ['en', 'complant', 'complaint'],
    ['id', 'penipuam', 'stay-safe'],
    ['id', 'pengembalain dana', 'refund'],
  ] as const) {
    assert.equal(searchArticles(index, language, question)[0]?.slug, slug, question)
  }
})

test('one Chinese character is enough to begin with', () => {
  for (const [question, slug] of [
    ['锁', 'account-locked'],
    ['鎖', 'account-locked'],
    ['骗', 'stay-safe'],
  ] as const)
    assert.ok(
      searchArticles(index, 'zh', question, 3).some((found) => found.slug === slug),
      question,
    )
})

test('a question in another language than the app finds the article, with the title in the language of the app', () => {
  const [english] = searchArticles(index, 'en', '退款')
  assert.equal(english?.slug, 'refund')
  assert.match(english.title, /money back/)
  assert.equal(searchArticles(index, 'zh', 'dicopet')[0]?.slug, 'phone-lost')
})

test('empty, garbled and endless questions find nothing or little, and quickly', () => {
  for (const nothing of ['', '   ', '\u0000\u0007\u001b', '???!!!', '的了吗', 'the of', '\ud800'])
    assert.deepEqual(searchArticles(index, 'en', nothing), [], JSON.stringify(nothing))
  const endless = ['退款'.repeat(5_000), 'refund '.repeat(2_000), 'x'.repeat(10_000), '\u0301'.repeat(10_000)]
  const startedAt = performance.now()
  for (const language of languages)
    for (const question of endless) assert.ok(searchArticles(index, language, question).length <= maximumResults)
  assert.ok(performance.now() - startedAt < 2_000)
})

test('what comes after the bound is not read', () => {
  assert.equal(searchArticles(index, 'en', `${' '.repeat(200)}refund`).length, 0)
})

test('an answer is no longer than asked for', () => {
  assert.equal(searchArticles(index, 'zh', '钱', 3).length <= 3, true)
  assert.equal(searchArticles(index, 'en', 'money', 2).length, 2)
})

function assertFound(
  context: TestContext,
  language: Language,
  asked: Questions,
  wanted: { first: number; amongThree: number },
) {
  const ranks = Object.entries(asked[language]).flatMap(([slug, texts]) =>
    texts.map((text) => ({
      text,
      slug,
      rank: searchArticles(index, language, text).findIndex((found) => found.slug === slug),
    })),
  )
  const share = (within: number) => ranks.filter(({ rank }) => rank >= 0 && rank < within).length / ranks.length
  const missed = ranks.filter(({ rank }) => rank !== 0).map(({ text, slug, rank }) => `${text} → ${slug} at ${rank}`)
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`
  context.diagnostic(`${language}: first ${percent(share(1))}, among three ${percent(share(3))} of ${ranks.length}`)
  assert.ok(share(1) >= wanted.first, `first in ${share(1)}; not first:\n${missed.join('\n')}`)
  assert.ok(share(3) >= wanted.amongThree, `among three in ${share(3)}; not first:\n${missed.join('\n')}`)
}

function readQuestions(file: string): Questions {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))
}
