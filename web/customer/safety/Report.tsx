import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Flag } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { listChats } from '../../../contract/chat.ts'
import { reportScam } from '../../../contract/directory.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'

const longestWords = 1000

/** Reports it: a person reads it before everything else, and others are warned. */
export function Report({ text, signedIn }: { text: string; signedIn: boolean }) {
  const { t } = useWords('safety')
  const queries = useQueryClient()
  const [words, setWords] = useState('')
  const reporting = useMutation({
    mutationFn: () => call(reportScam, { body: { text, words: words.trim() } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keyOf(listChats) }),
  })

  const tooLong = useTooLong([words, longestWords])

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!tooLong && !reporting.isPending) reporting.mutate()
  }

  if (!signedIn)
    return (
      <Link to="/signin" search={{ back: '/safety' }} className={buttonClass('quiet', true)}>
        {t('report.sign_in')}
      </Link>
    )
  if (reporting.data)
    return (
      <Notice
        meaning="good"
        title={t('report.done')}
        action={
          <Link
            to="/help/chat/$caseId"
            params={{ caseId: reporting.data.caseId }}
            className="inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4"
          >
            {t('report.open')}
          </Link>
        }
      >
        {t('report.done_text')}
      </Notice>
    )
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextArea
        label={t('report.words')}
        hint={t('report.words_hint')}
        value={words}
        onChange={setWords}
        limit={longestWords}
      />
      <Button
        type="submit"
        icon={Flag}
        wide
        busy={reporting.isPending ? t('report.busy') : undefined}
        withheld={tooLong}
      >
        {t('report.action')}
      </Button>
      {reporting.error && <ErrorState error={reporting.error} onRetry={() => reporting.mutate()} />}
    </form>
  )
}
