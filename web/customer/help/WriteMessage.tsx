import { useRef } from 'react'
import { maximumFilesPerMessage } from '../../../contract/chat.ts'
import { Composer } from '../../ui/chat/Composer.tsx'
import { useDraft } from '../../ui/chat/draft.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { usePictures } from './pictures.ts'

/** The other side is told at most this often that somebody is writing. */
const typingEveryMs = 2_500

/** Where the customer writes. What is not sent yet stays here until it is, also when the page is left. */
export function WriteMessage({ caseId, closed }: { caseId: string; closed: boolean }) {
  const { t } = useWords('customer')
  const live = useLive()
  const { text, setText } = useDraft(caseId)
  const { pictures, add, remove, clear } = usePictures()
  const toldAt = useRef(0)

  function write(next: string) {
    setText(next)
    if (next === '' || Date.now() - toldAt.current < typingEveryMs) return
    toldAt.current = Date.now()
    live.typing(caseId)
  }

  function send() {
    const fileIds = pictures.flatMap((picture) => (picture.fileId ? [picture.fileId] : []))
    live.send(caseId, text.trim(), fileIds)
    setText('')
    clear()
  }

  function take(files: File[]) {
    const room = maximumFilesPerMessage - pictures.length
    if (files.length > room) toast('info', t('chat.most_pictures', { count: maximumFilesPerMessage }))
    add(files.slice(0, room))
  }

  return (
    <Composer
      text={text}
      onText={write}
      onSend={send}
      attachments={pictures}
      onFiles={take}
      onRemove={remove}
      foot={closed && <p className="text-15 text-ink-soft">{t('chat.closed_hint')}</p>}
    />
  )
}
