import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type Staff, staffSignIn } from '../../../contract/identity.ts'
import type { Figures } from '../../../contract/refusals.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call, RefusedError } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Problem } from '../parts/Problem.tsx'
import { LanguageChoice } from './LanguageChoice.tsx'
import { setMe } from './me.ts'
import { Wordmark } from './Wordmark.tsx'

export function SignIn({ wasAway }: { wasAway: boolean }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: (): Promise<Staff> => call(staffSignIn, { body: { email: email.trim(), password } }),
    onSuccess: (me) => setMe(queries, me),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!signIn.isPending && email.trim() && password) signIn.mutate()
  }

  return (
    <div className="flex min-h-dvh flex-col bg-ground">
      <header className="flex items-center justify-between gap-4 px-gutter py-3 tablet:px-6">
        <Wordmark />
        <LanguageChoice />
      </header>
      <main className="mx-auto flex w-full max-w-104 flex-1 flex-col gap-6 px-gutter pt-[12vh] pb-10">
        <div className="flex flex-col gap-2">
          <h1 className="text-26 font-bold">{t('signin.title')}</h1>
          <p className="text-ink-soft">{t('signin.about')}</p>
        </div>
        {wasAway && (
          <Notice meaning="info" title={t('signin.away_title')}>
            {t('signin.away_text')}
          </Notice>
        )}
        {signIn.error && <NotSignedIn error={signIn.error} />}
        <form onSubmit={submit} className="flex flex-col gap-4">
          <TextField
            label={t('signin.email')}
            type="email"
            name="email"
            autoComplete="username"
            required
            autoFocus
            value={email}
            onChange={setEmail}
          />
          <TextField
            label={t('signin.password')}
            type="password"
            name="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={setPassword}
          />
          <Button type="submit" tone="primary" wide busy={signIn.isPending ? t('signin.busy') : undefined}>
            {t('signin.action')}
          </Button>
        </form>
        <p className="text-13 text-ink-soft">{t('signin.record')}</p>
      </main>
    </div>
  )
}

function NotSignedIn({ error }: { error: unknown }) {
  const { t } = useWords('desk')
  if (!(error instanceof RefusedError && error.code === 'credentials_wrong')) return <Problem error={error} />
  const { triesLeft } = error.figures as Figures<'credentials_wrong'>
  return (
    <Notice meaning="bad" title={t('signin.wrong')}>
      {t('signin.wrong_text', { count: triesLeft })}
    </Notice>
  )
}
