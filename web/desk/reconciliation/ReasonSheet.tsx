import { type FormEvent, useState } from 'react'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Problem } from '../parts/Problem.tsx'

export const minimumReasonCharacters = 5
export const maximumReasonCharacters = 500

type ReasonSheetProps = {
  title: string
  about: string
  action: string
  open: boolean
  busy: boolean
  error: unknown
  onClose: () => void
  onReason: (reason: string) => void
}

/** Nothing is done to a break without a reason that stays on record. */
export function ReasonSheet({ title, about, action, open, busy, error, onClose, onReason }: ReasonSheetProps) {
  const { t } = useWords('desk')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < minimumReasonCharacters

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!short && !busy) onReason(reason.trim())
  }

  return (
    <SheetPaper open={open} onClose={onClose} title={title} about={about}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          label={t('actions.reason')}
          autoFocus
          fault={tried && short ? t('actions.reason_short', { count: minimumReasonCharacters }) : undefined}
          value={reason}
          onChange={setReason}
          maxLength={maximumReasonCharacters}
        />
        {error ? <Problem error={error} /> : null}
        <Button type="submit" tone="primary" wide busy={busy ? t('actions.busy') : undefined}>
          {action}
        </Button>
      </form>
    </SheetPaper>
  )
}
