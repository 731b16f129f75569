import i18next, { type BackendModule, type ReadCallback } from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { isLanguage, keepLanguage, type Language, languages, readLanguage } from './language.ts'
import type { Namespace } from './namespaces.ts'

type WordFile = () => Promise<{ default: object }>
export type WordFiles = Record<Language, WordFile>

/** Every namespace is one JSON file for each language, fetched when it is first needed. */
const files: Partial<Record<Namespace, WordFiles>> = {
  ui: {
    en: () => import('./words/en/ui.json'),
    id: () => import('./words/id/ui.json'),
    zh: () => import('./words/zh/ui.json'),
  },
  refusals: {
    en: () => import('./words/en/refusals.json'),
    id: () => import('./words/id/refusals.json'),
    zh: () => import('./words/zh/refusals.json'),
  },
}

const backend: BackendModule = {
  type: 'backend',
  init: () => {},
  read(language: string, namespace: string, done: ReadCallback) {
    const file = isLanguage(language) ? files[namespace as Namespace]?.[language] : undefined
    if (!file) return done(new Error(`no words for ${namespace} in ${language}`), false)
    file().then(
      (words) => done(null, words.default as never),
      (error: Error) => done(error, true),
    )
  },
}

/**
 * Starts the words of an app: chooses the language (the saved choice, then the browser's) and loads `ui` and the
 * app's own namespaces. Await it before the first render. `refusals` and `laterFiles` come when first asked for.
 */
export async function startWords(
  appFiles: Partial<Record<Namespace, WordFiles>>,
  laterFiles: Partial<Record<Namespace, WordFiles>> = {},
): Promise<void> {
  Object.assign(files, appFiles, laterFiles)
  const language = readLanguage()
  keepLanguage(language)
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: false,
      supportedLngs: [...languages],
      ns: ['ui', ...(Object.keys(appFiles) as Namespace[])],
      defaultNS: 'ui',
      returnNull: false,
      interpolation: { escapeValue: false }, // React escapes
    })
}

/** Changes the language at once, everywhere, and remembers it on this device. */
export async function changeWords(language: Language): Promise<void> {
  keepLanguage(language)
  await i18next.changeLanguage(language)
}

/** Words of a namespace and the language they are in: `const { t, language } = useWords('customer')`. */
export function useWords<N extends Namespace = 'ui'>(namespace?: N) {
  const { t, i18n } = useTranslation<N>((namespace ?? 'ui') as N)
  const language: Language = isLanguage(i18n.resolvedLanguage) ? i18n.resolvedLanguage : 'en'
  return { t, language }
}
