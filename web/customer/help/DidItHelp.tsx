import { useMutation } from '@tanstack/react-query'
import { ThumbsDown, ThumbsUp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { maximumFeedbackCharacters, sayWhetherHelped } from '../../../contract/help.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'

/** Whether the answer helped. Who says no may say what was missing. */
export function DidItHelp({ slug }: { slug: string }) {
  const { t, language } = useWords('customer')
  const [writing, setWriting] = useState(false)
  const [words, setWords] = useState('')
  const telling = useMutation({
    mutationFn: (said: { helped: boolean; words?: string }) =>
      call(sayWhetherHelped, { params: { slug }, body: { language, ...said } }),
  })
  const tooLong = useTooLong([words, maximumFeedbackCharacters])
  const busy = telling.isPending ? t('help.helped_sending') : undefined

  function send(event: FormEvent) {
    event.preventDefault()
    if (!tooLong && !telling.isPending)
      telling.mutate({ helped: false, ...(words.trim() ? { words: words.trim() } : {}) })
  }

  if (telling.isSuccess) return <p role="status">{t('help.helped_thanks')}</p>
  if (telling.error) return <ErrorState error={telling.error} onRetry={() => telling.reset()} />
  if (writing)
    return (
      <form onSubmit={send} className="flex flex-col gap-3">
        <TextArea
          label={t('help.helped_words')}
          hint={t('help.helped_words_hint')}
          value={words}
          onChange={setWords}
          limit={maximumFeedbackCharacters}
        />
        <div>
          <Button type="submit" busy={busy} withheld={tooLong}>
            {t('help.helped_send')}
          </Button>
        </div>
      </form>
    )
  return (
    <section aria-label={t('help.helped_ask')} className="flex flex-wrap items-center gap-3">
      <p className="font-strong">{t('help.helped_ask')}</p>
      <Button icon={ThumbsUp} busy={busy} onClick={() => telling.mutate({ helped: true })}>
        {t('help.helped_yes')}
      </Button>
      <Button icon={ThumbsDown} onClick={() => setWriting(true)}>
        {t('help.helped_no')}
      </Button>
    </section>
  )
}
