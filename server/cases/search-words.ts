import { chineseWords, isChinese, segmentChinese, simplify } from '../knowledge/chinese.ts'
import { englishWords } from '../knowledge/english.ts'
import { indonesianWords } from '../knowledge/indonesian.ts'

/** Most different words of one text that are kept; a message has at most 4,000 characters. */
export const maximumWords = 600
/** Longest word that is kept; what is longer is cut. */
const maximumWordLength = 40
/** Most words of a question that are looked up. */
const maximumTerms = 12
/** Beginnings of a name that find it while it is being typed. */
const shortestBeginning = 2
const longestBeginning = 12

const han = /\p{Script=Han}+/gu
/** Words of letters, and figures without the points and commas that group them. */
const plainWord = /[^\P{L}\p{Script=Han}]+|\p{N}+/gu
const grouped = /\p{Nd}{1,3}(?:[.,]\p{Nd}{3})+(?!\p{Nd})/gu

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(grouped, (figures) => figures.replaceAll(/[.,]/g, ''))
}

const clip = (word: string) => word.slice(0, maximumWordLength)

/** Signs of the currency: whoever looks for an amount may write it or not. */
const currencySigns = new Set(['rp', 'idr'])
/** A number as people read it out, in groups; letters beside it make it a part of something else. */
const figureGroups = /(?<![\p{L}\p{Nd}]-?)\+?\p{Nd}[\p{Nd} ()-]{6,}\p{Nd}(?!-?[\p{L}\p{Nd}])/gu
/** Only a phone number has points between its groups: from home, from abroad, or with the country. */
const phoneInPoints = /(?<![\p{L}\p{Nd}.,])(?:\+|0|62)[\p{Nd} ().-]{7,}\p{Nd}(?![\p{L}\p{Nd}])/gu
const dialledAbroad = /(?<!\p{Nd})00(?=[1-9]\p{Nd}{8,})/gu
const phoneLink = /\btel:/giu
/** A payment's reference in its three groups (payments/history.ts), and the id that it ends. */
const reference = /(?<![\p{L}\p{Nd}])([\da-f]{4})[ -]([\da-f]{4})[ -]([\da-f]{4})(?![\p{L}\p{Nd}])/giu
const paymentId = /\b[\da-f]{8}(?:-[\da-f]{4}){3}-([\da-f]{12})\b/gi
const currencySign = /\b(?:rp|idr)\.?\s*(?=\p{Nd})/giu
/** No part of an amount in rupiah. */
const noSen = /(?<=\p{Nd}{3})[.,]00(?![\p{Nd}.,])/gu
/** People use the same words and names: what was made of a text is kept, and forgotten together when there is too much. */
const textsKept = 20_000

function keeping(make: (text: string) => readonly string[]): (text: string) => readonly string[] {
  const kept = new Map<string, readonly string[]>()
  return (text) => {
    const known = kept.get(text)
    if (known) return known
    if (kept.size >= textsKept) kept.clear()
    const made = make(text)
    kept.set(text, made)
    return made
  }
}

/** A word as it is written, and what two languages make of it: nobody says in which one a message is. */
const formsOf = keeping(makeForms)

function makeForms(word: string): string[] {
  if (currencySigns.has(word)) return []
  if (/^\p{N}/u.test(word)) return [clip(word)]
  const [english, indonesian] = [englishWords([word]), indonesianWords([word])]
  // Said everywhere and telling nothing, in one language at least.
  if (english.length === 0 || indonesian.length === 0) return []
  return [...new Set([word, ...english, ...indonesian])].map(clip)
}

const joined = (figures: string) => figures.replaceAll(/\P{Nd}/gu, '')

/** Without accents, as many keyboards write it. */
const plainLetters = (word: string) => word.normalize('NFD').replaceAll(/\p{M}/gu, '').normalize('NFC')

/** The words under which a text is found. */
export function wordsOfText(text: string): string[] {
  const folded = fold(text)
  const words = new Set((folded.match(plainWord) ?? []).flatMap((word) => formsOf(word)))
  for (const figures of folded.match(figureGroups) ?? []) words.add(clip(joined(figures)))
  for (const run of folded.match(han) ?? []) for (const word of chineseWords(run)) words.add(clip(word))
  return [...words].slice(0, maximumWords)
}

/**
 * Names, numbers and references have words of their own: in the index a shop called Saldo does not stand behind every
 * message about a balance.
 */
export const nameWord = (word: string) => `=${clip(word)}`

/** The words of a text as they are written. */
export const wordsIn = (text: string) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** The words of a name or reference: as written, and its beginnings, so that it is found while it is typed. */
export function wordsOfName(text: string): readonly string[] {
  // Who looks for Nur'aini may write it as one word or as two.
  const words = [...wordsIn(text), ...wordsIn(text.replaceAll(/['’]/g, ' '))].flatMap((word) => [
    word,
    plainLetters(word),
  ])
  // Segmenting costs more than everything above.
  const chinese = isChinese(text) ? chineseWords(text).filter(isChinese) : []
  return [...new Set([...words, ...words.flatMap(beginningsOf), ...chinese])].map(nameWord)
}

function beginningsOf(word: string): string[] {
  if (/^\p{N}/u.test(word)) return []
  const letters = [...word].slice(0, longestBeginning)
  return letters.map((_, index) => letters.slice(0, index + 1).join('')).slice(shortestBeginning - 1)
}

/** The words of a payment's reference: its groups, their beginnings, and the whole without dashes. */
export function wordsOfReference(text: string): readonly string[] {
  const groups = text.toLowerCase().split('-')
  return [...new Set([...groups, ...groups.flatMap(beginningsOf), groups.join('')])].map(nameWord)
}

/** The same of names that come again, as those of shops and customers do. */
export const wordsOfKnownName = keeping(wordsOfName)

/** What a question asks for: each entry must be there, in one of its forms. */
export type Terms = (readonly string[])[]

export function termsOfText(question: string): Terms {
  const folded = fold(question)
  const numbers = (folded.match(figureGroups) ?? []).map((figures) => [joined(figures), groupsOf(figures)].map(clip))
  const plain = (folded.replaceAll(figureGroups, ' ').match(plainWord) ?? [])
    .map((word) => formsOf(word))
    .filter((forms) => forms.length > 0)
  const chinese = (folded.match(han) ?? []).flatMap(segmentChinese).map((word) => [clip(word)])
  return [...numbers, ...plain, ...chinese].slice(0, maximumTerms)
}

/** The groups of a number with a blank between: a form of several words. */
const groupsOf = (figures: string) => (figures.match(/\p{Nd}+/gu) ?? []).join(' ')

export function termsOfName(question: string): Terms {
  const whole = question
    .replaceAll(paymentId, '$1')
    .replaceAll(reference, '$1$2$3')
    .replaceAll(phoneLink, ' ')
    .replaceAll(currencySign, ' ')
    .replaceAll(noSen, '')
    .replaceAll(phoneInPoints, joined)
    .replaceAll(figureGroups, joined)
    .replaceAll(dialledAbroad, '')
  return wordsIn(whole)
    .slice(0, maximumTerms)
    .map((word) => [...new Set([word, plainLetters(word), simplify(word)])].map(nameWord))
}

/** PostgreSQL's own writing of a question; undefined where it asks for nothing. */
export function toTsQuery(terms: Terms): string | undefined {
  if (terms.length === 0) return undefined
  return terms.map((forms) => `(${forms.map(formQuery).join(' | ')})`).join(' & ')
}

/**
 * A form of several words asks for each. A long Chinese word may have been cut elsewhere in the text, or be a name in the
 * other script: its pairs of characters stand there all the same.
 */
function formQuery(form: string): string {
  if (form.includes(' ')) return `(${form.split(' ').map(quoted).join(' & ')})`
  const [, sign, word] = /^(=?)(.*)$/u.exec(form)!
  const characters = [...word!]
  if (characters.length < 3 || !/^\p{Script=Han}+$/u.test(word!)) return quoted(form)
  const pairs = characters.slice(1).map((character, index) => quoted(`${sign}${characters[index]}${character}`))
  return `${quoted(form)} | (${pairs.join(' & ')})`
}

function quoted(word: string): string {
  return `'${word.replaceAll(/['\\]/g, '')}'`
}
