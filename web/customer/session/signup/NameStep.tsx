import { useState } from 'react'
import { TextField } from '../../../ui/fields/TextField.tsx'
import { useWords } from '../../../ui/i18n/setup.ts'
import { Button } from '../../../ui/parts/Button.tsx'

type NameStepProps = { name: string; onName: (name: string) => void; onNext: () => void }

export function NameStep({ name, onName, onNext }: NameStepProps) {
  const { t } = useWords('customer')
  const [asked, setAsked] = useState(false)
  const missing = name.trim() === ''
  return (
    <form
      className="flex flex-col gap-5"
      onSubmit={(event) => {
        event.preventDefault()
        setAsked(true)
        if (!missing) onNext()
      }}
    >
      <TextField
        label={t('signup.name')}
        hint={t('signup.name_hint')}
        autoComplete="name"
        maxLength={80}
        value={name}
        onChange={onName}
        fault={asked && missing ? t('signup.name_missing') : undefined}
        autoFocus
      />
      <Button type="submit" tone="primary" wide>
        {t('signup.next')}
      </Button>
    </form>
  )
}
