import type { ResourceNamespaceMap } from 'i18next'
import type refusals from './words/en/refusals.json'
import type ui from './words/en/ui.json'

/**
 * Keys are checked by the compiler against the English file. An app adds its own namespace in the same way:
 *
 *   declare module 'i18next' { interface ResourceNamespaceMap { customer: typeof customer } }
 */
declare module 'i18next' {
  interface ResourceNamespaceMap {
    ui: typeof ui
    refusals: typeof refusals
  }
  interface CustomTypeOptions {
    defaultNS: 'ui'
    returnNull: false
  }
}

export type Namespace = keyof ResourceNamespaceMap
