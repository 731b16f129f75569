import type { WordFiles } from '../../ui/i18n/setup.ts'
import type settings from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    settings: typeof settings
  }
}

/** Words of the desk's settings. */
export const settingsWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
