import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { article as articleShape } from '../../contract/help.ts'
import { plainText, readMarkdown } from '../../contract/markdown.ts'
import { languages, listArticles, loadArticles, parseArticle, readArticle, slugs, toArticles } from './article.ts'

const articles = toArticles(loadArticles())

test('every article stands in every language, in one order, in the shape of the contract', () => {
  for (const language of languages) {
    const list = listArticles(articles, language)
    assert.deepEqual(
      list.map(({ slug }) => slug),
      slugs,
    )
    for (const article of list) assert.equal(articleShape.parse(article).language, language)
  }
})

test('an unknown article is refused', () => {
  assert.deepEqual(readArticle(articles, 'en', 'no-such-article'), { refused: 'not_found', figures: {} })
})

test('the words follow the house: polite address, no exclamation marks, no stray marks of the source', () => {
  const impolite = { zh: /你/, id: /\b(kamu|lo|lu|elo)\b/i, en: /\b(oops|sorry)\b/i }
  for (const language of languages) {
    for (const article of articles[language]) {
      const words = [article.title, article.summary, article.action.label, plainText(article.blocks)].join('\n')
      assert.doesNotMatch(words, /[!！*#<>]/, `${article.slug} ${language}`)
      assert.doesNotMatch(words, impolite[language], `${article.slug} ${language}`)
    }
  }
})

test('the same steps stand in each language', () => {
  for (const [place, slug] of slugs.entries()) {
    const shapes = languages.map((language) =>
      articles[language][place]?.blocks.map((block) => ('items' in block ? block.items.length : block.kind)),
    )
    assert.deepEqual(shapes[1], shapes[0], slug)
    assert.deepEqual(shapes[2], shapes[0], slug)
  }
})

test('markdown becomes blocks of plain and bold runs', () => {
  assert.deepEqual(readMarkdown('## One\nText **bold** end.\n\n1. a\n2. b\n- c\n> Take care'), [
    { kind: 'heading', runs: [{ text: 'One', bold: false }] },
    {
      kind: 'paragraph',
      runs: [
        { text: 'Text ', bold: false },
        { text: 'bold', bold: true },
        { text: ' end.', bold: false },
      ],
    },
    { kind: 'steps', items: [[{ text: 'a', bold: false }], [{ text: 'b', bold: false }]] },
    { kind: 'list', items: [[{ text: 'c', bold: false }]] },
    { kind: 'note', runs: [{ text: 'Take care', bold: false }] },
  ])
})

test('HTML and links in an article stay text', () => {
  const text = '<img src=x onerror=alert(1)> [a](javascript:alert(1))'
  assert.deepEqual(readMarkdown(text), [{ kind: 'paragraph', runs: [{ text, bold: false }] }])
})

test('a faulty article names its fault', () => {
  const good = '---\ntitle: T\nsummary: S\nkeywords: k\naction.label: L\naction.path: /add-money\n---\nText\n'
  assert.equal(parseArticle(good).text.title, 'T')
  assert.throws(() => parseArticle(good.replace('Text', 'a **b')), /bold mark is not closed/)
  assert.throws(() => parseArticle(good.replace('Text', '')), /text is missing/)
  assert.throws(() => parseArticle(good.replace('---\n', '')), /front matter/)
  assert.throws(() => parseArticle(good.replace('summary: S\n', '')), /summary/)
  assert.throws(() => parseArticle(good.replace('/add-money', 'https://elsewhere.example')), /action\.path/)
  assert.throws(() => parseArticle(good.replace('title: T', 'title: T\ncolour: red')), /colour/)
})

test('a missing language, a stray file or a button that leads elsewhere stops the start', (context) => {
  const folder = copyOfArticles(context)
  writeFileSync(join(folder, 'gossip.en.md'), 'x')
  assert.throws(() => loadArticles(folder), /not in the list of slugs: gossip\.en\.md/)
  rmSync(join(folder, 'gossip.en.md'))

  const fees = join(folder, 'fees.id.md')
  writeFileSync(fees, readFileSync(fees, 'utf8').replace('action.path: /fees', 'action.path: /scan'))
  assert.throws(() => loadArticles(folder), /fees leads to different places/)
  rmSync(fees)
  assert.throws(() => loadArticles(folder), /missing: fees\.id\.md/)
})

function copyOfArticles(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'dompet-articles-'))
  context.after(() => rmSync(folder, { recursive: true }))
  cpSync(join(import.meta.dirname, 'articles'), folder, { recursive: true })
  return folder
}
