import { useSyncExternalStore } from 'react'
import { maximumFileBytes, maximumFilesPerMessage, uploadFile } from '../../../contract/chat.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../i18n/setup.ts'
import { upload } from '../net/api.ts'
import { newKey } from '../net/keys.ts'
import { toast } from '../parts/Toast.tsx'
import { explainRefusal } from '../refusal/explain.ts'
import { explainable } from '../refusal/explainable.ts'
import type { Attachment } from './Composer.tsx'
import {
  type DraftPicture,
  readPictures,
  type StoredPicture,
  subscribeToPictures,
  writePictures,
} from './kept-pictures.ts'

/**
 * Pictures that are being attached to the message of a draft: uploaded as soon as they are chosen, sent by their ids, each
 * with its own fault. They are kept on this device like the words, see `draft.ts`.
 */
export function usePictures(draft: string) {
  const { t } = useWords()
  const words = useWords('refusals')
  const pictures = useSyncExternalStore(subscribeToPictures, () => readPictures(draft))

  function told({ key, name, preview, fileId, fault }: DraftPicture): Attachment {
    if (!fault) return { key, name, preview, state: fileId ? 'ready' : 'uploading' }
    const why = fault === 'cut' ? t('chat.picture_cut') : explainRefusal(words, fault).why
    return { key, name, preview, state: 'refused', fault: why }
  }

  return {
    attachments: pictures.map(told),
    /** Those that have arrived and go with the message. */
    ready: pictures.flatMap(({ fileId, name }): StoredPicture[] => (fileId ? [{ id: fileId, name }] : [])),
    add(files: readonly File[]) {
      const room = maximumFilesPerMessage - readPictures(draft).length
      if (files.length > room) toast('info', t('chat.most_pictures', { count: maximumFilesPerMessage }))
      for (const file of files.slice(0, Math.max(0, room))) void addPicture(draft, file)
    },
    remove: (key: string) =>
      writePictures(
        draft,
        readPictures(draft).filter((picture) => picture.key !== key),
      ),
    clear: () => writePictures(draft, []),
  }
}

async function addPicture(draft: string, file: File): Promise<void> {
  const key = newKey()
  const preview = URL.createObjectURL(file)
  writePictures(draft, [...readPictures(draft), { key, name: file.name, preview, fileId: null, fault: null }])
  const change = (part: Partial<DraftPicture>) => {
    const now = readPictures(draft)
    if (now.some((picture) => picture.key === key))
      writePictures(
        draft,
        now.map((picture) => (picture.key === key ? { ...picture, ...part } : picture)),
      )
  }
  if (file.size > maximumFileBytes)
    return change({ fault: { code: 'file_too_large', figures: { limitBytes: maximumFileBytes } } })
  try {
    const stored = await upload<Reply<typeof uploadFile>>(uploadFile.path, file)
    change({ fileId: stored.id })
  } catch (error) {
    change({ fault: explainable(error) })
  }
}
