import { maximumFilesPerMessage, uploadFile } from '../../../contract/chat.ts'
import { draftName, forgetKept, keep, readKept } from '../net/kept.ts'
import type { Explainable } from '../refusal/explain.ts'

/** A picture of a message that is not sent. The bytes are with the server: this device keeps what it is called there. */
export type DraftPicture = {
  key: string
  name: string
  preview: string | null
  /** Known once it is stored. */
  fileId: string | null
  /** Why it cannot be sent; `cut`: the page was gone before it had arrived. */
  fault: Explainable | 'cut' | null
}

/** A picture that has arrived at the server. */
export type StoredPicture = { id: string; name: string }

type Kept = Pick<DraftPicture, 'key' | 'name' | 'fileId'>
const keptUnder = (draft = '') => draftName(`pictures.${draft}`)
/** What this page knows of each draft: also previews, and pictures that are still on their way. */
const known = new Map<string, readonly DraftPicture[]>()
const listeners = new Set<() => void>()

export function subscribeToPictures(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function readPictures(draft: string): readonly DraftPicture[] {
  const name = keptUnder(draft)
  const found = known.get(name) ?? restored(readKept(name))
  known.set(name, found)
  return found
}

/** Keeps the pictures of a draft, at most as many as a message takes. What was refused is not kept beyond the page. */
export function writePictures(draft: string, pictures: readonly DraftPicture[]): void {
  const name = keptUnder(draft)
  letGo(known.get(name)?.filter(({ key }) => !pictures.some((picture) => picture.key === key)))
  known.set(name, pictures)
  const kept = pictures.filter(({ fault }) => fault === null).map(({ key, name, fileId }) => ({ key, name, fileId }))
  keep(name, kept.length === 0 ? '' : JSON.stringify(kept))
  for (const listener of listeners) listener()
}

/** What was taken out of a draft to be sent, and was not: before what has been added meanwhile, as far as there is room. */
export function putBackPictures(draft: string, stored: readonly StoredPicture[]): void {
  const back = stored.map(({ id, name }) => asStored({ key: id, name, fileId: id }))
  writePictures(draft, [...back, ...readPictures(draft)].slice(0, maximumFilesPerMessage))
}

/** Pictures that were chosen in one conversation go on in another. */
export function movePictures(from: string, to: string): void {
  const going = readPictures(from).flatMap(({ fileId, name }) => (fileId ? [{ id: fileId, name }] : []))
  writePictures(from, [])
  putBackPictures(to, going)
}

/** At sign-out. What is still on its way finds its place gone. */
export function forgetPictures(): void {
  for (const pictures of known.values()) letGo(pictures)
  known.clear()
  forgetKept(keptUnder())
  for (const listener of listeners) listener()
}

function restored(text: string): readonly DraftPicture[] {
  try {
    const kept = JSON.parse(text || '[]') as Kept[]
    return kept.slice(0, maximumFilesPerMessage).map(asStored)
  } catch {
    return []
  }
}

/** As the server has it; what had not arrived there is cut off. */
function asStored({ key, name, fileId }: Kept): DraftPicture {
  const preview = fileId && `${uploadFile.path}/${fileId}`
  return { key, name, fileId, preview, fault: fileId ? null : 'cut' }
}

function letGo(pictures: readonly DraftPicture[] = []): void {
  for (const { preview } of pictures) if (preview) URL.revokeObjectURL(preview)
}
