import { useState } from 'react'
import { PhoneField } from '../../../ui/fields/PhoneField.tsx'
import { useWords } from '../../../ui/i18n/setup.ts'
import { Button } from '../../../ui/parts/Button.tsx'
import { explainable } from '../../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../../app/nextStep.ts'

type PhoneStepProps = {
  phone: string
  onPhone: (phone: string) => void
  busy: boolean
  fault: Error | null
  /** The refusal has been read. */
  onMend: () => void
  onSend: () => void
}

export function PhoneStep({ phone, onPhone, busy, fault, onSend, onMend }: PhoneStepProps) {
  const { t } = useWords('customer')
  const next = useFormStep(onMend, { try_again: onSend, new_code: onSend })
  const [asked, setAsked] = useState(false)
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (phone && !busy) onSend()
      }}
    >
      <PhoneField
        label={t('signup.phone')}
        hint={t('signup.phone_hint')}
        value={phone}
        onChange={onPhone}
        fault={asked && !phone ? t('signin.phone_missing') : undefined}
        autoFocus
      />
      {fault && <RefusalCard refusal={explainable(fault)} onNext={next} />}
      <Button type="submit" tone="primary" wide busy={busy ? t('signup.sending') : undefined}>
        {t('signup.send_code')}
      </Button>
    </form>
  )
}
