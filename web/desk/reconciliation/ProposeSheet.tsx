import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type BreakRow, type CorrectionTemplate, proposeCorrection } from '../../../contract/reconciliation.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'
import { absolute, readAllAgain } from './reconciliation.ts'

type ProposeSheetProps = {
  row: BreakRow
  templates: readonly CorrectionTemplate[]
  open: boolean
  onClose: () => void
}

/** A correcting entry for the whole difference. What was seen is what is sent: a difference that has changed is refused. */
export function ProposeSheet({ row, templates, open, onClose }: ProposeSheetProps) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<CorrectionTemplate>(templates[0]!)
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const template = templates.includes(chosen) ? chosen : templates[0]!
  const { amount } = absolute(row.difference)
  const propose = useMutation({
    mutationFn: () =>
      call(proposeCorrection, { params: { breakId: row.id }, body: { template, amount, reason: reason.trim() } }),
    onSuccess: () => {
      toast('good', t('reconciliation.proposed'))
      onClose()
    },
    onSettled: () => readAllAgain(queries),
  })

  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !propose.isPending) propose.mutate()
  }

  return (
    <SheetPaper
      open={open}
      onClose={onClose}
      title={t('reconciliation.propose')}
      about={t('reconciliation.propose_about')}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Amount money={absolute(row.difference)} size="large" />
        <Select
          label={t('reconciliation.way')}
          hint={t(`reconciliation.template_about.${template}`)}
          value={template}
          onChange={setChosen}
          options={templates.map((value) => ({ value, label: t(`reconciliation.template.${value}`) }))}
        />
        <ReasonField value={reason} onChange={setReason} tried={tried} onSubmit={submit} autoFocus={false} />
        {propose.error && <Problem error={propose.error} />}
        <Button type="submit" tone="primary" wide busy={propose.isPending ? t('actions.busy') : undefined}>
          {t('reconciliation.propose')}
        </Button>
      </form>
    </SheetPaper>
  )
}
