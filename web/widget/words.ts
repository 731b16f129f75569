import type { WordFiles } from '../ui/i18n/setup.ts'
import type widget from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    widget: typeof widget
  }
}

/** The words of the widget; each language is fetched when it is chosen. */
export const words: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
