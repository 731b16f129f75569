import { Composer } from '../../ui/chat/Composer.tsx'
import { useDraft } from '../../ui/chat/draft.ts'
import { usePictures } from '../../ui/chat/pictures.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLive } from '../../ui/net/useLive.tsx'

/** Where the customer writes. What is not sent yet stays here until it is, also when the page is left. */
export function WriteMessage({ caseId, closed }: { caseId: string; closed: boolean }) {
  const { t } = useWords('customer')
  const live = useLive()
  const { text, setText } = useDraft(caseId)
  const pictures = usePictures(caseId)

  function write(next: string) {
    setText(next)
    if (next !== '') live.typing(caseId)
  }

  function send() {
    live.send(
      caseId,
      text.trim(),
      pictures.ready.map(({ id }) => id),
    )
    setText('')
    pictures.clear()
  }

  return (
    <Composer
      text={text}
      onText={write}
      onSend={send}
      attachments={pictures.attachments}
      onFiles={pictures.add}
      onRemove={pictures.remove}
      foot={closed && <p className="text-15 text-ink-soft">{t('chat.closed_hint')}</p>}
    />
  )
}
