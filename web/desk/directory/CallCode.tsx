import { useMutation } from '@tanstack/react-query'
import { PhoneIncoming } from 'lucide-react'
import { type FormEvent, Suspense, useState } from 'react'
import { caseCodeDigits, openByCaseCode } from '../../../contract/directory.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'

/** The code that a caller reads out: typed here, it opens the caller's case. `onOpened` closes what it stands in. */
export function CallCode({ onOpened }: { onOpened: () => void }) {
  return (
    <Suspense>
      <CodeForm onOpened={onOpened} />
    </Suspense>
  )
}

function CodeForm({ onOpened }: { onOpened: () => void }) {
  const { t } = useWords('directory')
  const go = useGo()
  const [code, setCode] = useState('')
  const opening = useMutation({
    mutationFn: () => call(openByCaseCode, { body: { code } }),
    onSuccess: ({ caseId }) => {
      setCode('')
      onOpened()
      go(conversationPath(caseId))
    },
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    if (code.length === caseCodeDigits && !opening.isPending) opening.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <TextField
        label={t('code.label')}
        hint={t('code.hint')}
        inputMode="numeric"
        autoComplete="off"
        value={code}
        onChange={(typed) => setCode(typed.replace(/\D/g, '').slice(0, caseCodeDigits))}
      />
      <Button type="submit" icon={PhoneIncoming} wide busy={opening.isPending ? t('busy') : undefined}>
        {t('code.open')}
      </Button>
      {opening.error && <Problem error={opening.error} />}
    </form>
  )
}
