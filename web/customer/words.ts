import type { WordFiles } from '../ui/i18n/setup.ts'
import type customer from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    customer: typeof customer
  }
}

/** The words of this app; each language is fetched when it is chosen. */
export const words: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
