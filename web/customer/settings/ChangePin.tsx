import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changePin } from '../../../contract/identity.ts'
import { PinField } from '../../ui/fields/PinField.tsx'
import { pinLength } from '../../ui/fields/PinPad.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { formatWhen } from '../../ui/time.ts'
import { useFormStep } from '../app/nextStep.ts'
import { Screen, useBack } from '../app/Screen.tsx'
import { takeCustomer, useMe } from '../session/me.ts'

/** A new payment PIN, proved with the password. */
export function ChangePin() {
  const { t, language } = useWords('customer')
  const back = useBack('/settings/security')
  const me = useMe().data
  const [password, setPassword] = useState('')
  const [pin, setPin] = useState('')
  const [again, setAgain] = useState('')
  const [asked, setAsked] = useState(false)
  const changing = useMutation({
    mutationFn: () => call(changePin, { body: { password, newPin: pin } }),
    onSuccess: (customer) => {
      takeCustomer(customer)
      toast('good', t('pin.changed'))
      back()
    },
  })
  const next = useFormStep(() => changing.reset())
  const whole = pin.length === pinLength
  const differs = again !== pin

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (password && whole && !differs) changing.mutate()
  }

  return (
    <Screen title={t('pin.title')} backTo="/settings/security">
      <form onSubmit={submit} className="flex flex-col gap-5">
        <input type="text" autoComplete="username" value={me?.phone ?? ''} readOnly hidden />
        {me?.pinLockedUntil && (
          <Notice meaning="info" title={t('notice.pin_title')}>
            {t('pin.stays_locked', { until: formatWhen(me.pinLockedUntil, language, new Date()) })}
          </Notice>
        )}
        <TextField
          label={t('pin.password')}
          hint={t('pin.password_hint')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          fault={asked && !password ? t('signin.password_missing') : undefined}
        />
        <PinField
          label={t('pin.new')}
          hint={t('pin.new_hint')}
          value={pin}
          onChange={setPin}
          fault={asked && !whole ? t('pin.six') : undefined}
        />
        <PinField
          label={t('pin.again')}
          value={again}
          onChange={setAgain}
          fault={asked && whole && differs ? t('signup.pin_differs') : undefined}
        />
        {changing.error && <RefusalCard refusal={explainable(changing.error)} onNext={next} />}
        <Button type="submit" tone="primary" wide busy={changing.isPending ? t('settings.saving') : undefined}>
          {t('pin.save')}
        </Button>
      </form>
    </Screen>
  )
}
