import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { takeAction } from '../../../contract/desk.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { readCaseAgain } from '../conversation/case.ts'
import { Problem } from '../parts/Problem.tsx'
import type { ActionName } from './Actions.tsx'

const minimumReasonCharacters = 5
const maximumReasonCharacters = 500

type ActionSheetProps = {
  caseId: string
  action: ActionName
  customerName: string
  open: boolean
  onClose: () => void
}

/** Asks for the reason before anything is done to an account, and says who will read it. */
export function ActionSheet({ caseId, action, customerName, open, onClose }: ActionSheetProps) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < minimumReasonCharacters
  const act = useMutation({
    mutationFn: () => call(takeAction, { params: { caseId }, body: { action, reason: reason.trim() } }),
    onSuccess: () => {
      toast('good', t(`done.${action}`, { name: customerName }))
      setReason('')
      setTried(false)
      onClose()
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!short && !act.isPending) act.mutate()
  }

  return (
    <SheetPaper
      open={open}
      onClose={onClose}
      title={t(`command.${action}`)}
      about={t(`about.${action}`, { name: customerName })}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextArea
          label={t('actions.reason')}
          autoFocus
          hint={t('actions.reason_hint', { name: customerName })}
          fault={tried && short ? t('actions.reason_short', { count: minimumReasonCharacters }) : undefined}
          value={reason}
          onChange={setReason}
          maxLength={maximumReasonCharacters}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
          }}
        />
        {act.error && <Problem error={act.error} />}
        <Button
          type="submit"
          tone={action === 'freeze' ? 'danger' : 'primary'}
          wide
          busy={act.isPending ? t('actions.busy') : undefined}
        >
          {t(`command.${action}`)}
        </Button>
        <p aria-hidden className="hidden text-13 text-ink-soft desktop:block">
          {t('actions.keys')}
        </p>
      </form>
    </SheetPaper>
  )
}
