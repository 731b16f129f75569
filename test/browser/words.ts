import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Language } from '../../contract/identity.ts'

const web = path.resolve(import.meta.dirname, '../../web')
const files = {
  customer: (language: Language) => `customer/words/${language}.json`,
  desk: (language: Language) => `desk/words/${language}.json`,
  cases: (language: Language) => `desk/case/words/${language}.json`,
  knowledge: (language: Language) => `desk/knowledge/words/${language}.json`,
  directory: (language: Language) => `desk/directory/words/${language}.json`,
  requests: (language: Language) => `desk/requests/words/${language}.json`,
  supervision: (language: Language) => `desk/supervision/words/${language}.json`,
  settings: (language: Language) => `desk/settings/words/${language}.json`,
  widget: (language: Language) => `widget/words/${language}.json`,
  safety: (language: Language) => `customer/safety/words/${language}.json`,
  ui: (language: Language) => `ui/i18n/words/${language}/ui.json`,
  refusals: (language: Language) => `ui/i18n/words/${language}/refusals.json`,
}
export type Book = keyof typeof files
export const books = Object.keys(files) as Book[]

/** All words of a language file, by their keys. */
export function readWords(book: Book, language: Language): Map<string, string> {
  const words = new Map<string, string>()
  const collect = (value: unknown, key: string) => {
    if (typeof value === 'string') words.set(key, value)
    else for (const [name, part] of Object.entries(value as object)) collect(part, key ? `${key}.${name}` : name)
  }
  collect(JSON.parse(readFileSync(path.join(web, files[book](language)), 'utf8')), '')
  return words
}

export type Say = (book: Book, key: string, figures?: Record<string, string | number>) => string

/** What the apps say for a key, so that a test reads a screen as its reader does and survives a better wording. */
export function sayIn(language: Language): Say {
  const known = new Map(books.map((book) => [book, readWords(book, language)]))
  return (book, key, figures = {}) => {
    const words = known.get(book)!.get(key)
    if (words === undefined) throw new Error(`${book} has no words for ${key} in ${language}`)
    return words.replace(/\{\{(\w+)\}\}/g, (_braces, name: string) => String(figures[name]))
  }
}

/** Whole rupiah as they stand on the screen: `Rp150.000` in Indonesian, `Rp150,000` else. */
export function rupiah(amount: number, language: Language): string {
  return `Rp${String(amount).replace(/\B(?=(\d{3})+$)/g, language === 'id' ? '.' : ',')}`
}
