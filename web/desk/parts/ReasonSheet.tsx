import { type FormEvent, useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Problem } from './Problem.tsx'
import { isReason, ReasonField } from './ReasonField.tsx'

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

/** Asks for the reason that stays on record before something is done. */
export function ReasonSheet({ title, about, action, open, busy, error, onClose, onReason }: ReasonSheetProps) {
  const { t } = useWords('desk')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)

  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !busy) onReason(reason.trim())
  }

  return (
    <SheetPaper open={open} onClose={onClose} title={title} about={about}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <ReasonField value={reason} onChange={setReason} tried={tried} onSubmit={submit} />
        {error ? <Problem error={error} /> : null}
        <Button type="submit" tone="primary" wide busy={busy ? t('actions.busy') : undefined}>
          {action}
        </Button>
      </form>
    </SheetPaper>
  )
}
