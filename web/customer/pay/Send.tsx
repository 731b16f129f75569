import { type FormEvent, useState } from 'react'
import { PhoneField } from '../../ui/fields/PhoneField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Screen } from '../app/Screen.tsx'
import { useSteps } from '../app/steps.ts'
import { useMe } from '../session/me.ts'
import { AttemptBanner } from './AttemptBanner.tsx'
import { PayFlow } from './PayFlow.tsx'

/** Send money to a phone number: the number first, then the name of its owner, then as any payment. */
export function Send() {
  const { t } = useWords('customer')
  const me = useMe()
  const { step, go, back } = useSteps<'phone' | 'pay'>('phone')
  const [phone, setPhone] = useState('')
  const [asked, setAsked] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (phone) go('pay')
  }

  if (step !== 'phone') {
    return <PayFlow key={phone} target={{ kind: 'phone', phone }} backTo="/" onOther={back} onBack={back} />
  }
  return (
    <Screen
      title={t('send.title')}
      backTo="/"
      foot={
        <Button type="submit" form="send" tone="primary" wide>
          {t('pay.next')}
        </Button>
      }
    >
      {me.data && <AttemptBanner customerId={me.data.id} />}
      <form id="send" onSubmit={submit}>
        <PhoneField
          label={t('send.phone')}
          hint={t('send.phone_hint')}
          value={phone}
          onChange={setPhone}
          fault={asked && !phone ? t('signin.phone_missing') : undefined}
          autoFocus
        />
      </form>
    </Screen>
  )
}
