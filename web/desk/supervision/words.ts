import type { WordFiles } from '../../ui/i18n/setup.ts'
import type supervision from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    supervision: typeof supervision
  }
}

/** Words of the supervisor's desk. */
export const supervisionWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
