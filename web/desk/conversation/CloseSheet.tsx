import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { closeCase } from '../../../contract/desk.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { readCaseAgain } from './case.ts'

const outcomes = ['solved', 'not_solved', 'no_answer'] as const
type Outcome = (typeof outcomes)[number]

/** The keyboard starts at the choice. */
function focusChosen(form: HTMLFormElement | null): void {
  form?.querySelector<HTMLInputElement>('input:checked')?.focus()
}

/** How did it end? Arrow keys choose, Enter closes. */
export function CloseSheet({ caseId, open, onClose }: { caseId: string; open: boolean; onClose: () => void }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const go = useGo()
  const [outcome, setOutcome] = useState<Outcome>('solved')
  const close = useMutation({
    mutationFn: () => call(closeCase, { params: { caseId }, body: { outcome } }),
    onSuccess: () => {
      toast('good', t('close.done'))
      onClose()
      go(inboxPath)
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })
  return (
    <SheetPaper open={open} onClose={onClose} title={t('close.title')} about={t('close.about')}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!close.isPending) close.mutate()
        }}
        ref={focusChosen}
        className="flex flex-col gap-4"
      >
        <Choices
          label={t('close.outcome')}
          value={outcome}
          onChange={setOutcome}
          options={outcomes.map((value) => ({ value, label: t(`close.${value}`) }))}
        />
        {close.error && <Problem error={close.error} />}
        <Button type="submit" tone="primary" wide busy={close.isPending ? t('close.busy') : undefined}>
          {t('close.action')}
        </Button>
      </form>
    </SheetPaper>
  )
}
