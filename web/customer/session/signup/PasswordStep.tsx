import { useState } from 'react'
import { TextField } from '../../../ui/fields/TextField.tsx'
import { useWords } from '../../../ui/i18n/setup.ts'
import type { RefusedError } from '../../../ui/net/api.ts'
import { Button } from '../../../ui/parts/Button.tsx'
import { RefusalCard } from '../../../ui/refusal/RefusalCard.tsx'
import { useFormStep } from '../../app/nextStep.ts'
import { StrengthWords } from '../StrengthWords.tsx'
import { minimumPasswordLength } from '../strength.ts'

type PasswordStepProps = {
  owner: { name: string; phone: string }
  password: string
  onPassword: (password: string) => void
  fault: RefusedError | null
  /** The refusal has been read. */
  onMend: () => void
  onNext: () => void
}

export function PasswordStep({ owner, password, onPassword, fault, onMend, onNext }: PasswordStepProps) {
  const { t } = useWords('customer')
  const next = useFormStep(onMend)
  const [asked, setAsked] = useState(false)
  const short = password.length < minimumPasswordLength
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (!short && !fault) onNext()
      }}
    >
      {/* The name under which a password keeper files it. */}
      <input type="text" autoComplete="username" value={owner.phone} readOnly hidden />
      {fault && <RefusalCard refusal={fault} onNext={next} />}
      <TextField
        label={t('signup.password')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={onPassword}
        hint={<StrengthWords password={password} owner={owner} />}
        fault={asked && short ? t('signup.password_short', { count: minimumPasswordLength }) : undefined}
        autoFocus
      />
      <p className="text-15 text-ink-soft">{t('signup.password_about')}</p>
      <Button type="submit" tone="primary" wide>
        {t('signup.next')}
      </Button>
    </form>
  )
}
