import type { WordFiles } from '../../ui/i18n/setup.ts'
import type cases from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    cases: typeof cases
  }
}

/** Words of the case's own drawer: stages, links, promised times, diagnosis; and of the search. */
export const caseWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
