import { useEffect, useRef, useState } from 'react'
import { maximumFileBytes, uploadFile } from '../../../contract/chat.ts'
import type { Reply } from '../../../contract/route.ts'
import type { Attachment } from '../../ui/chat/Composer.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { upload } from '../../ui/net/api.ts'
import { newKey } from '../../ui/net/keys.ts'
import { type Explainable, explainRefusal } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

type Picture = Attachment & { fileId: string | null }

/** Pictures that are being attached: uploaded at once, shown small, each with its own fault. */
export function usePictures() {
  const words = useWords('refusals')
  const [pictures, setPictures] = useState<readonly Picture[]>([])
  const shown = useRef(pictures)
  shown.current = pictures
  useEffect(() => () => forgetPreviews(shown.current), [])

  function change(key: string, part: Partial<Picture>) {
    setPictures((known) => known.map((picture) => (picture.key === key ? { ...picture, ...part } : picture)))
  }

  async function send(key: string, file: File) {
    const refuse = (why: Explainable) => change(key, { state: 'refused', fault: explainRefusal(words, why).why })
    if (file.size > maximumFileBytes)
      return refuse({ code: 'file_too_large', figures: { limitBytes: maximumFileBytes } })
    try {
      const stored = await upload<Reply<typeof uploadFile>>(uploadFile.path, file)
      change(key, { state: 'ready', fileId: stored.id })
    } catch (error) {
      refuse(explainable(error))
    }
  }

  return {
    pictures,
    add(files: readonly File[]) {
      for (const file of files) {
        const key = newKey()
        const preview = URL.createObjectURL(file)
        setPictures((known) => [...known, { key, name: file.name, preview, state: 'uploading', fileId: null }])
        send(key, file)
      }
    },
    remove(key: string) {
      forgetPreviews(pictures.filter((picture) => picture.key === key))
      setPictures((known) => known.filter((picture) => picture.key !== key))
    },
    clear() {
      forgetPreviews(pictures)
      setPictures([])
    },
  }
}

function forgetPreviews(pictures: readonly Picture[]): void {
  for (const { preview } of pictures) if (preview) URL.revokeObjectURL(preview)
}
