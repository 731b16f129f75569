import type { Language } from '../../../contract/identity.ts'

export type { Language }

export const languages = ['id', 'zh', 'en'] as const satisfies readonly Language[]

/** Each language in its own words, for the choice of language. */
export const languageNames: Record<Language, string> = { id: 'Bahasa Indonesia', zh: '中文', en: 'English' }

/** BCP 47 tags for Intl, `<html lang>` and speech. British English puts the day first, as Indonesia does. */
export const languageTags: Record<Language, string> = { id: 'id-ID', zh: 'zh-Hans', en: 'en-GB' }

/** The name of a language in another one: "Chinese", "Tionghoa", "英语". */
export function languageIn(named: Language, reader: Language): string {
  return new Intl.DisplayNames([languageTags[reader]], { type: 'language' }).of(named) ?? languageNames[named]
}

const storageKey = 'dompet.language'

export function isLanguage(value: unknown): value is Language {
  return typeof value === 'string' && (languages as readonly string[]).includes(value)
}

/** First of the reader's languages that we speak; Indonesian also under its old code `in`, else English. */
export function chooseLanguage(saved: string | null, wanted: readonly string[]): Language {
  if (isLanguage(saved)) return saved
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0]
    if (base === 'in' || base === 'ms') return 'id'
    if (isLanguage(base)) return base
  }
  return 'en'
}

export function readLanguage(): Language {
  return chooseLanguage(localStorage.getItem(storageKey), navigator.languages)
}

export function keepLanguage(language: Language): void {
  localStorage.setItem(storageKey, language)
  document.documentElement.lang = languageTags[language]
}
