import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type ActionName, takeAction } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { readCaseAgain } from '../conversation/case.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'
import { actionEntries } from './actions.ts'
import { firstRaise, LimitFields, type Raise, toLimit } from './LimitFields.tsx'
import type { DeskCustomer } from './Person.tsx'

type ActionSheetProps = {
  caseId: string
  action: ActionName
  customer: DeskCustomer
  open: boolean
  onClose: () => void
}

/** Asks for the reason before anything is done to an account, and says who will read it. */
export function ActionSheet({ open, onClose, ...rest }: ActionSheetProps) {
  const { t } = useWords('desk')
  const { action, customer } = rest
  return (
    <SheetPaper
      open={open}
      onClose={onClose}
      title={t(`command.${action}`)}
      about={t(`about.${action}`, { name: customer.name })}
    >
      <ActionForm {...rest} onDone={onClose} />
    </SheetPaper>
  )
}

function ActionForm({
  caseId,
  action,
  customer,
  onDone,
}: Omit<ActionSheetProps, 'open' | 'onClose'> & { onDone: () => void }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [raise, setRaise] = useState<Raise>(() => firstRaise(customer))
  const [tried, setTried] = useState(false)
  const { asks, tone } = actionEntries[action]
  const act = useMutation({
    mutationFn: () => call(takeAction, { params: { caseId }, body: bodyOf(action, reason.trim(), raise) }),
    onSuccess: ({ state }) => {
      toast(
        state === 'done' ? 'good' : 'info',
        state === 'done' ? t(`done.${action}`, { name: customer.name }) : t('actions.asked'),
      )
      onDone()
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !act.isPending) act.mutate()
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      {asks === 'limit' && <LimitFields raise={raise} onChange={setRaise} />}
      <ReasonField
        value={reason}
        onChange={setReason}
        tried={tried}
        hint={t('actions.reason_hint', { name: customer.name })}
        onSubmit={submit}
      />
      {act.error && <Problem error={act.error} />}
      <Button type="submit" tone={tone} wide busy={act.isPending ? t('actions.busy') : undefined}>
        {t(`command.${action}`)}
      </Button>
      <p aria-hidden className="hidden text-13 text-ink-soft desktop:block">
        {t('actions.keys')}
      </p>
    </form>
  )
}

function bodyOf(action: ActionName, reason: string, raise: Raise) {
  return action === 'raise_limit' ? { action, reason, limit: toLimit(raise) } : { action, reason }
}
