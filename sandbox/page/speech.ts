import { en, type Words } from './words.en.ts'
import { id } from './words.id.ts'
import { zh } from './words.zh.ts'

export const languages = ['en', 'id', 'zh'] as const
export type Language = (typeof languages)[number]
export const languageNames: Record<Language, string> = { en: 'English', id: 'Bahasa Indonesia', zh: '中文' }
export const languageTags: Record<Language, string> = { en: 'en', id: 'id-ID', zh: 'zh-Hans' }
export type WordKey = keyof Words

const words: Record<Language, Words> = { en, id, zh }
const MINOR_PER_RUPIAH = 100n

/** How one answer speaks: its words, numbers and times in one language, and links that keep the language chosen. */
export interface Speech {
  language: Language
  say: (key: WordKey, figures?: Record<string, string | number>) => string
  rupiah: (amountMinor: bigint) => string
  time: (at: Date) => string
  /** `path` with the language that the reader chose by hand, if any. */
  link: (path: string) => string
}

/** `asked` is the reader's own choice (`?lang=`); else the first language of Accept-Language that is spoken here. */
export function chooseSpeech(asked: unknown, acceptLanguage: string | undefined): Speech {
  const chosen = languages.find((language) => language === asked)
  const language = chosen ?? firstSpoken(acceptLanguage ?? '')
  const number = new Intl.NumberFormat(languageTags[language])
  const clock = new Intl.DateTimeFormat(languageTags[language], {
    timeZone: 'Asia/Jakarta',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return {
    language,
    say: (key, figures = {}) =>
      words[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(figures[name] ?? whole)),
    rupiah: (amountMinor) => {
      const sen = amountMinor % MINOR_PER_RUPIAH
      const decimals = sen === 0n ? '' : `${language === 'id' ? ',' : '.'}${String(sen).padStart(2, '0')}`
      return `Rp${number.format(amountMinor / MINOR_PER_RUPIAH)}${decimals}`
    },
    time: (at) => clock.format(at),
    link: (path) => (chosen === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}lang=${chosen}`),
  }
}

/** In the order of preference, q-values respected; Malay readers get Indonesian; nobody fitting: English. */
function firstSpoken(acceptLanguage: string): Language {
  const wanted = acceptLanguage
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const q = parameters
        .map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1])
        .find((value) => value !== undefined)
      return { base: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) }
    })
    .toSorted((a, b) => b.weight - a.weight)
  for (const { base } of wanted) {
    if (base === 'in' || base === 'ms') return 'id'
    const spoken = languages.find((language) => language === base)
    if (spoken !== undefined) return spoken
  }
  return 'en'
}
