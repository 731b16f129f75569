import type { WordFiles } from '../../ui/i18n/setup.ts'
import type requests from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    requests: typeof requests
  }
}

/** Words of what a second person decides. */
export const requestWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
