import { useMutation } from '@tanstack/react-query'
import { Eye } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { explainLook } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'

/** Before a case of somebody else opens: why one looks, for the customer to read. */
export function LookReason({ caseId, onOpened }: { caseId: string; onOpened: () => void }) {
  const { t } = useWords('desk')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const explain = useMutation({
    mutationFn: () => call(explainLook, { params: { caseId }, body: { reason: reason.trim() } }),
    onSuccess: onOpened,
  })
  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !explain.isPending) explain.mutate()
  }
  return (
    <form onSubmit={submit} className="m-auto flex w-full max-w-104 flex-col gap-4 p-4">
      <h2 className="flex items-center gap-2 text-17 font-bold">
        <Eye aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
        {t('look.title')}
      </h2>
      <p>{t('look.about')}</p>
      <ReasonField value={reason} onChange={setReason} tried={tried} hint={t('look.hint')} onSubmit={submit} />
      {explain.error && <Problem error={explain.error} />}
      <Button type="submit" tone="primary" busy={explain.isPending ? t('look.opening') : undefined}>
        {t('look.action')}
      </Button>
    </form>
  )
}
