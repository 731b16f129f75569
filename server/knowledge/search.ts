import MiniSearch from 'minisearch'
import type { Language } from '../../contract/identity.ts'
import { plainText } from '../../contract/markdown.ts'
import { type Articles, languages } from './article.ts'
import { chineseWords, isChinese } from './chinese.ts'
import { englishWords } from './english.ts'
import { indonesianWords } from './indonesian.ts'

/** Longest part of a question that is read; what follows is left out, for nobody's question needs it. */
export const maximumQueryCharacters = 200
/** Most different words of a question that are looked up: bounds the work of typo-tolerant look-ups. */
export const maximumQueryWords = 40
/**
 * From this score on an answer fits well. Of the everyday questions of the tests nineteen in twenty reach it, of
 * questions that no article answers hardly any.
 */
export const goodAnswerScore = 25
/** Most articles in one answer. */
export const maximumResults = 20

export type FoundArticle = { slug: string; title: string; summary: string; score: number }

/** The index of each language. Built anew when an article is published; searching changes nothing in it. */
export type HelpIndex = { articles: Articles; byLanguage: Record<Language, MiniSearch> }

const fieldWeights = { title: 3, keywords: 4, summary: 1, body: 1 }
/** Articles are of similar length and long lists of keywords are a service, not noise: length counts little. */
const relevance = { k: 1.2, b: 0.3, d: 0.5 }
const typoWeights = { fuzzy: 0.4, prefix: 0.3 }
const shortestWordWithTypo = 4
const shortestWordWithTwoTypos = 8
const shortestPrefix = 3

export function createHelpIndex(articles: Articles): HelpIndex {
  const build = (language: Language) => {
    const index = new MiniSearch({
      fields: Object.keys(fieldWeights),
      idField: 'slug',
      tokenize: (text) => wordsOf(language, text),
      processTerm: (word) => word,
    })
    index.addAll(articles[language].map((article) => ({ ...article, body: plainText(article.blocks) })))
    return index
  }
  return { articles, byLanguage: { zh: build('zh'), id: build('id'), en: build('en') } }
}

/**
 * Articles that answer a question, best first, with titles in `language`. A question may be written in another
 * language than the app's: Chinese characters are looked up among the Chinese words, and a question that finds nothing
 * is looked up in the other languages. Never refuses: an empty, endless or garbled question is cut to the bounds above
 * and finds little or nothing.
 */
export function searchArticles(
  index: HelpIndex,
  language: Language,
  query: string,
  limit = maximumResults,
): FoundArticle[] {
  const question = query.slice(0, maximumQueryCharacters)
  const first = isChinese(question) ? 'zh' : language
  for (const tried of [first, ...languages.filter((other) => other !== first)]) {
    const found = look(index.byLanguage[tried], wordsOf(tried, question))
    if (found.length > 0) return found.slice(0, limit).map((hit) => describe(index.articles[language], hit))
  }
  return []
}

function look(index: MiniSearch, words: string[]) {
  const question = [...new Set(words)].slice(0, maximumQueryWords)
  if (question.length === 0) return []
  return index.search(question.join(' '), {
    tokenize: (text) => text.split(' '),
    boost: fieldWeights,
    bm25: relevance,
    weights: typoWeights,
    fuzzy: typosAllowed,
    // One character alone is the beginning of what somebody would ask: 锁 of 锁定.
    prefix: (word) => (isChinese(word) ? words.length === 1 && [...word].length === 1 : word.length >= shortestPrefix),
  })
}

/** Edits between what was typed and what was meant. In Chinese one other character is another word. */
function typosAllowed(word: string): number {
  if (isChinese(word) || word.length < shortestWordWithTypo) return 0
  return word.length < shortestWordWithTwoTypos ? 1 : 2
}

function describe(articles: Articles[Language], hit: { id: string; score: number }): FoundArticle {
  const article = articles.find(({ slug }) => slug === hit.id)
  if (!article) throw new Error(`the index names an article that does not exist: ${hit.id}`)
  return { slug: article.slug, title: article.title, summary: article.summary, score: hit.score }
}

const wordPattern = /[\p{L}\p{N}]+/gu

/** The words of a text as they stand in the index of a language. Symbols and control characters are no words. */
function wordsOf(language: Language, text: string): string[] {
  const folded = text.normalize('NFKC').toLowerCase().replaceAll(/['’]/g, '')
  switch (language) {
    case 'zh':
      return chineseWords(folded)
    case 'id':
      return indonesianWords(folded.match(wordPattern) ?? [])
    case 'en':
      return englishWords(folded.match(wordPattern) ?? [])
  }
}
