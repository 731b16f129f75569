import type { WordFiles } from '../../ui/i18n/setup.ts'
import type safety from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    safety: typeof safety
  }
}

/** Words of "is it really us?", fetched apart from the first screens. */
export const safetyWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
