import type { WordFiles } from '../../ui/i18n/setup.ts'
import type webhooks from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    webhooks: typeof webhooks
  }
}

/** Words of the page on merchants who are not told. */
export const webhookWords: WordFiles = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
