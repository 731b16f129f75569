import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Article } from '../../contract/help.ts'
import { type Language, language as languageSchema } from '../../contract/identity.ts'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from '../platform/refusals.ts'
import { readMarkdown } from './markdown.ts'

/** Every article, in the order of the help page: what worries people most stands first. Each has a file in each language. */
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
export type Slug = (typeof slugs)[number]

export const languages = languageSchema.options

/** Paths of the customer app that an article may lead to: only what works today. */
const actionPaths = [
  '/add-money',
  '/scan',
  '/send',
  '/history',
  '/help/chat',
  '/fees',
  '/signup',
  '/settings',
  '/settings/limits',
  '/settings/pin',
  '/settings/freeze',
] as const

const frontMatter = z.strictObject({
  title: z.string().min(1).max(80),
  summary: z.string().min(1).max(160),
  /** Words that people use for this, apart from those of the text: everyday words, near words, other spellings. */
  keywords: z.string().min(1).max(1000),
  'action.label': z.string().min(1).max(40),
  'action.path': z.enum(actionPaths),
})

export type StoredArticle = Article & { slug: Slug; keywords: string }
/** All articles by language, each in the order of `slugs`. */
export type Articles = Record<Language, StoredArticle[]>

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

const articlesFolder = join(import.meta.dirname, 'articles')

/**
 * Reads and checks every article. Throws, naming the file, when one is missing, surplus or malformed, or when its button
 * leads elsewhere than in the other languages: a broken help page must stop the start, not surprise a customer.
 */
export function loadArticles(folder = articlesFolder): Articles {
  const expected = new Set(slugs.flatMap((slug) => languages.map((language) => `${slug}.${language}.md`)))
  const present = new Set(readdirSync(folder))
  for (const file of expected) if (!present.has(file)) throw new Error(`help article is missing: ${file}`)
  for (const file of present)
    if (!expected.has(file)) throw new Error(`help article is not in the list of slugs: ${file}`)
  const articles: Articles = { zh: [], id: [], en: [] }
  for (const slug of slugs) {
    for (const language of languages) articles[language].push(loadArticle(folder, slug, language))
    const paths = new Set(languages.map((language) => articles[language].at(-1)?.action.path))
    if (paths.size > 1) throw new Error(`help article ${slug} leads to different places: ${[...paths].join(', ')}`)
  }
  return articles
}

function loadArticle(folder: string, slug: Slug, language: Language): StoredArticle {
  const file = `${slug}.${language}.md`
  try {
    const article = parseArticle(readFileSync(join(folder, file), 'utf8'))
    return { ...article, slug, language }
  } catch (cause) {
    throw new Error(`help article ${file}: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

/** One article's text: front matter of `key: value` lines between two `---` lines (empty lines count for nothing), then the small Markdown. */
export function parseArticle(source: string): Omit<StoredArticle, 'slug' | 'language'> {
  const [, head, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(source) ?? []
  if (head === undefined || body === undefined) throw new Error('the front matter between two --- lines is missing')
  const front = frontMatter.parse(Object.fromEntries(linesOf(head).map(splitLine)))
  const blocks = readMarkdown(body)
  if (blocks.length === 0) throw new Error('the text is missing')
  return {
    title: front.title,
    summary: front.summary,
    keywords: front.keywords,
    action: { label: front['action.label'], path: front['action.path'] },
    blocks,
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line.trim() !== '')

/** Only the first colon divides: titles contain colons, too. */
function splitLine(line: string): [string, string] {
  const colon = line.indexOf(': ')
  if (colon < 1) throw new Error(`a line of the front matter is not "key: value": ${line}`)
  return [line.slice(0, colon), line.slice(colon + 2).trim()]
}
