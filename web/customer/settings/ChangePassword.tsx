import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePassword, listSessions } from '../../../contract/identity.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../app/nextStep.ts'
import { Screen, useBack } from '../app/Screen.tsx'
import { takeCustomer, useMe } from '../session/me.ts'
import { StrengthWords } from '../session/StrengthWords.tsx'
import { minimumPasswordLength } from '../session/strength.ts'

/** A new password; every other session ends. */
export function ChangePassword() {
  const { t } = useWords('customer')
  const back = useBack('/settings/security')
  const queries = useQueryClient()
  const me = useMe().data
  const [password, setPassword] = useState('')
  const [fresh, setFresh] = useState('')
  const [asked, setAsked] = useState(false)
  const changing = useMutation({
    mutationFn: () => call(changePassword, { body: { password, newPassword: fresh } }),
    onSuccess: (customer) => {
      takeCustomer(customer)
      queries.invalidateQueries({ queryKey: keyOf(listSessions) })
      toast('good', t('password.changed'))
      back()
    },
  })
  const next = useFormStep(() => changing.reset())
  const short = fresh.length < minimumPasswordLength

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (password && !short) changing.mutate()
  }

  return (
    <Screen title={t('password.title')} backTo="/settings/security">
      <form onSubmit={submit} className="flex flex-col gap-5">
        <input type="text" autoComplete="username" value={me?.phone ?? ''} readOnly hidden />
        <TextField
          label={t('password.old')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          fault={asked && !password ? t('signin.password_missing') : undefined}
        />
        <TextField
          label={t('password.new')}
          type="password"
          autoComplete="new-password"
          value={fresh}
          onChange={setFresh}
          hint={<StrengthWords password={fresh} owner={{ name: me?.name ?? '', phone: me?.phone ?? '' }} />}
          fault={asked && short ? t('signup.password_short', { count: minimumPasswordLength }) : undefined}
        />
        <p className="text-15 text-ink-soft">{t('password.others_end')}</p>
        {changing.error && <RefusalCard refusal={explainable(changing.error)} onNext={next} />}
        <Button type="submit" tone="primary" wide busy={changing.isPending ? t('settings.saving') : undefined}>
          {t('password.save')}
        </Button>
      </form>
    </Screen>
  )
}
