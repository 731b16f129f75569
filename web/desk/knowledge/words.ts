import type { WordFiles } from '../../ui/i18n/setup.ts'
import type knowledge from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    knowledge: typeof knowledge
  }
}

/** Words of the editor, fetched by those who edit. */
export const knowledgeWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
