import type desk from './words/en.json'

declare module 'i18next' {
  interface ResourceNamespaceMap {
    desk: typeof desk
  }
}

export const deskWords = {
  en: () => import('./words/en.json'),
  id: () => import('./words/id.json'),
  zh: () => import('./words/zh.json'),
}
