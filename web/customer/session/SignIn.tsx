import { useMutation } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { signIn } from '../../../contract/identity.ts'
import { PhoneField } from '../../ui/fields/PhoneField.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { safeBack } from './back.ts'
import { enter } from './me.ts'
import { usePresence } from './presence.ts'

/** Sign in with phone number and password, then go on where one wanted to go. */
export function SignIn() {
  const { t } = useWords('customer')
  const router = useRouter()
  const { back } = useSearch({ from: '/signin' })
  const ended = usePresence() === 'ended'
  const [phone, setPhone] = useState('')
  const [password, setPassword] = useState('')
  const [asked, setAsked] = useState(false)
  const signing = useMutation({
    mutationFn: () => call(signIn, { body: { phone, password } }),
    onSuccess: ({ id }) => {
      enter(id)
      router.history.replace(safeBack(back))
    },
    onError: () => setPassword(''),
  })
  const next = useFormStep(() => signing.reset(), {
    ask_person: () => router.navigate({ to: '/signin/help' }),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (phone && password) signing.mutate()
  }

  return (
    <Screen title={t('signin.title')} backTo="/">
      {ended && (
        <Notice meaning="info" title={t('signedout.title')}>
          {t('signedout.text')}
        </Notice>
      )}
      {back?.startsWith('/pay/') && !ended && (
        <Notice meaning="info" title={t('signin.to_pay_title')}>
          {t('signin.to_pay_text')}
        </Notice>
      )}
      <form onSubmit={submit} className="flex flex-col gap-5">
        <PhoneField
          label={t('signin.phone')}
          value={phone}
          onChange={setPhone}
          fault={asked && !phone ? t('signin.phone_missing') : undefined}
        />
        <TextField
          label={t('signin.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          fault={asked && !password && !signing.error ? t('signin.password_missing') : undefined}
        />
        {signing.error && <RefusalCard refusal={explainable(signing.error)} onNext={next} />}
        <Button type="submit" tone="primary" wide busy={signing.isPending ? t('signin.busy') : undefined}>
          {t('signin.button')}
        </Button>
      </form>
      <p className="flex flex-col gap-1 border-t border-line pt-4">
        <Link to="/signup" search={back ? { back } : {}} className={buttonClass('plain', true)}>
          {t('signin.no_account')}
        </Link>
        <Link to="/signin/help" className={buttonClass('plain', true)}>
          {t('signin.cannot')}
        </Link>
      </p>
    </Screen>
  )
}
