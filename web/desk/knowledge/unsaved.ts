import type { Version } from '../../../contract/knowledge.ts'
import { keep, readKept } from '../../ui/net/kept.ts'

/** What was written in a draft and not saved, with the revision that it began from. */
export type Unsaved = Pick<Version, 'revision' | 'actionPath' | 'texts'>

/** Forgotten at sign-out with all drafts of the desk. */
const nameOf = (versionId: string) => `dompet.desk.draft.article.${versionId}`

/** Kept on this device: it outlives a look at another page and a reload. */
export function keepUnsaved(versionId: string, unsaved: Unsaved): void {
  keep(nameOf(versionId), JSON.stringify(unsaved))
}

export function readUnsaved(versionId: string): Unsaved | null {
  return JSON.parse(readKept(nameOf(versionId)) || 'null')
}

export function forgetUnsaved(versionId: string): void {
  keep(nameOf(versionId), '')
}
