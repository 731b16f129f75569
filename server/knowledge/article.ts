import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Article } from '../../contract/help.ts'
import { type Language, language as languageSchema } from '../../contract/identity.ts'
import { type ArticleText, type ArticleTexts, actionPaths, articleLimits } from '../../contract/knowledge.ts'
import { readMarkdown } from '../../contract/markdown.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from '../platform/refusals.ts'

/** Every article that comes with Dompet, in the order of the help page: what worries people most stands first. Each has a file in each language. */
export const slugs = [
  'payment-failed',
  'payment-unclear',
  'account-locked',
  'pin-forgotten',
  'phone-lost',
  'stay-safe',
  'reach-a-person',
  'money-not-arrived',
  'wrong-person',
  'refund',
  'add-money',
  'pay-with-qr',
  'send-money',
  'fees',
  'limits',
  'complaint',
  'easy-use',
  'sign-up',
  'not-yet',
] as const

export const languages = languageSchema.options

const frontMatter = z.strictObject({
  title: z.string().min(1).max(articleLimits.title),
  summary: z.string().min(1).max(articleLimits.summary),
  /** Words that people use for this, apart from those of the text: everyday words, near words, other spellings. */
  keywords: z.string().min(1).max(articleLimits.keywords),
  'action.label': z.string().min(1).max(articleLimits.actionLabel),
  'action.path': z.enum(actionPaths),
})

export type StoredArticle = Article & { keywords: string }
/** All articles by language, each in the order of the help page. */
export type Articles = Record<Language, StoredArticle[]>
/** An article as it is written: what the database keeps of a version. */
export type WrittenArticle = { slug: string; actionPath: string; texts: ArticleTexts }

/** Every article of a language, in the order of the help page. */
export function listArticles(articles: Articles, language: Language): StoredArticle[] {
  return articles[language]
}

/** One article in one language. Refusal: `not_found`. */
export function readArticle(
  articles: Articles,
  language: Language,
  slug: string,
): StoredArticle | Refusal<'not_found'> {
  return articles[language].find((article) => article.slug === slug) ?? refuse('not_found', {})
}

/** Articles as customers read them; what is written was checked before (`faultsOf`). */
export function toArticles(written: readonly WrittenArticle[]): Articles {
  const read = (language: Language) =>
    written.map(({ slug, actionPath, texts }) => toArticle(slug, language, actionPath, texts[language]))
  return { zh: read('zh'), id: read('id'), en: read('en') }
}

function toArticle(slug: string, language: Language, actionPath: string, text: ArticleText): StoredArticle {
  const { title, summary, keywords, actionLabel, body } = text
  const action = { label: actionLabel, path: actionPath }
  return { slug, language, title, summary, keywords, action, blocks: readMarkdown(body) }
}

const articlesFolder = join(import.meta.dirname, 'articles')

/**
 * Reads and checks every article that comes with Dompet. Throws, naming the file, when one is missing, surplus or
 * malformed, or when its button leads elsewhere than in the other languages: a broken help page must stop the start,
 * not surprise a customer.
 */
export function loadArticles(folder = articlesFolder): WrittenArticle[] {
  const expected = new Set(slugs.flatMap((slug) => languages.map((language) => `${slug}.${language}.md`)))
  const present = new Set(readdirSync(folder))
  for (const file of expected) if (!present.has(file)) throw new Error(`help article is missing: ${file}`)
  for (const file of present)
    if (!expected.has(file)) throw new Error(`help article is not in the list of slugs: ${file}`)
  return slugs.map((slug) => loadArticle(folder, slug))
}

function loadArticle(folder: string, slug: string): WrittenArticle {
  const zh = loadText(folder, `${slug}.zh.md`)
  const id = loadText(folder, `${slug}.id.md`)
  const en = loadText(folder, `${slug}.en.md`)
  const paths = new Set([zh.actionPath, id.actionPath, en.actionPath])
  if (paths.size > 1) throw new Error(`help article ${slug} leads to different places: ${[...paths].join(', ')}`)
  return { slug, actionPath: zh.actionPath, texts: { zh: zh.text, id: id.text, en: en.text } }
}

function loadText(folder: string, file: string): ReturnType<typeof parseArticle> {
  try {
    return parseArticle(readFileSync(join(folder, file), 'utf8'))
  } catch (cause) {
    throw new Error(`help article ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** One article's text: front matter of `key: value` lines between two `---` lines (empty lines count for nothing), then the small Markdown. */
export function parseArticle(source: string): { text: ArticleText; actionPath: string } {
  const [, head, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? []
  if (head === undefined || body === undefined) throw new Error('the front matter between two --- lines is missing')
  const front = frontMatter.parse(Object.fromEntries(linesOf(head).map(splitLine)))
  if (readMarkdown(body).length === 0) throw new Error('the text is missing')
  const { title, summary, keywords } = front
  return {
    text: { title, summary, keywords, actionLabel: front['action.label'], body: body.trim() },
    actionPath: front['action.path'],
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

/** Only the first colon divides: titles contain colons, too. */
function splitLine(line: string): [string, string] {
  const colon = line.indexOf(': ')
  if (colon < 1) throw new Error(`a line of the front matter is not "key: value": ${line}`)
  return [line.slice(0, colon), line.slice(colon + 2).trim()]
}
