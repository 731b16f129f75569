import { useEffect, useRef, useState } from 'react'
import { maximumFilesPerMessage, uploadFile } from '../../../contract/chat.ts'
import type { Reply } from '../../../contract/route.ts'
import type { Attachment } from '../../ui/chat/Composer.tsx'
import { upload } from '../../ui/net/api.ts'
import { newKey } from '../../ui/net/keys.ts'
import { explainRefusal, type RefusalWords } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

type Picture = Attachment & { fileId: string | null }

export const pictureAddress = (fileId: string) => `${uploadFile.path}/${fileId}?as=staff`

/** Pictures that are being attached to one message: uploaded as soon as they are chosen, sent by their ids. */
export function usePictures(words: RefusalWords) {
  const [pictures, setPictures] = useState<readonly Picture[]>([])
  const previews = useRef(new Set<string>())
  useEffect(() => {
    const made = previews.current
    return () => {
      for (const preview of made) URL.revokeObjectURL(preview)
    }
  }, [])

  function change(key: string, part: Partial<Picture>) {
    setPictures((now) => now.map((one) => (one.key === key ? { ...one, ...part } : one)))
  }

  async function add(file: File) {
    const key = newKey()
    const preview = URL.createObjectURL(file)
    previews.current.add(preview)
    setPictures((now) => [...now, { key, name: file.name, preview, state: 'uploading' as const, fileId: null }])
    try {
      const stored = await upload<Reply<typeof uploadFile>>(uploadFile.path, file)
      change(key, { state: 'ready', fileId: stored.id })
    } catch (error) {
      const { what, why } = explainRefusal(words, explainable(error))
      change(key, { state: 'refused', fault: `${what} ${why}` })
    }
  }

  return {
    pictures,
    fileIds: pictures.flatMap(({ fileId }) => (fileId ? [fileId] : [])),
    add: (files: readonly File[]) => {
      for (const file of files.slice(0, maximumFilesPerMessage - pictures.length)) void add(file)
    },
    remove: (key: string) => setPictures((now) => now.filter((one) => one.key !== key)),
    clear: () => setPictures([]),
  }
}
