import type { WordFiles } from '../../ui/i18n/setup.ts'
import type directory from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    directory: typeof directory
  }
}

/** Words of the directory, of call codes and of the two words that an agent says. */
export const directoryWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
