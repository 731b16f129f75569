import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { checkContact, maximumAskedCharacters } from '../../../contract/directory.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { CheckAnswer } from './CheckAnswer.tsx'

/** A number, a sender, a link or a whole message: typed or pasted, judged by the server. */
export function CheckContact({ signedIn }: { signedIn: boolean }) {
  const { t } = useWords('safety')
  const [text, setText] = useState('')
  const [tried, setTried] = useState(false)
  const checking = useMutation({ mutationFn: (asked: string) => call(checkContact, { body: { text: asked } }) })
  const tooLong = useTooLong([text, maximumAskedCharacters])
  const empty = text.trim() === ''

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!empty && !tooLong && !checking.isPending) checking.mutate(text.trim())
  }

  function write(next: string) {
    setText(next)
    checking.reset()
  }

  return (
    <Section title={t('check.title')}>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextArea
          label={t('check.label')}
          hint={t('check.hint')}
          fault={tried && empty ? t('check.empty') : undefined}
          rows={2}
          value={text}
          onChange={write}
          limit={maximumAskedCharacters}
        />
        <Button
          type="submit"
          tone="primary"
          wide
          busy={checking.isPending ? t('check.busy') : undefined}
          withheld={tooLong}
        >
          {t('check.action')}
        </Button>
      </form>
      {checking.error && <ErrorState error={checking.error} onRetry={() => checking.mutate(text.trim())} />}
      {checking.data && checking.variables && (
        <CheckAnswer key={checking.submittedAt} text={checking.variables} answer={checking.data} signedIn={signedIn} />
      )}
    </Section>
  )
}
