import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type ActionRequest, approveAction, rejectAction } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { formatMoment } from '../../ui/time.ts'
import { readCaseAgain } from '../conversation/case.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'
import { Section } from '../parts/Section.tsx'

/** Actions on this customer that wait for a second person; whoever may decide does so here. */
export function Requests({ caseId, requests }: { caseId: string; requests: readonly ActionRequest[] }) {
  const { t } = useWords('desk')
  if (requests.length === 0) return null
  return (
    <Section title={t('request.title')}>
      <ul className="flex flex-col gap-3">
        {requests.map((request) => (
          <Request key={request.id} caseId={caseId} request={request} />
        ))}
      </ul>
    </Section>
  )
}

type Verdict = 'approve' | 'reject'

function Request({ caseId, request }: { caseId: string; request: ActionRequest }) {
  const { t, language } = useWords('desk')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  const { action, askedBy, askedAt, limit, reason, mayDecide } = request
  return (
    <li className="flex flex-col gap-2 rounded-input border border-line bg-warn-soft px-3.5 py-2.5">
      <p className="flex items-start gap-2 font-strong">
        <Users aria-hidden size="1.25rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-warn" />
        {t(`did.${action}_asked` as 'did.raise_limit_asked', { name: askedBy })}
      </p>
      {limit && (
        <p className="text-13 tabular-nums">
          {t('request.limit', {
            perPayment: formatMoney(limit.perPayment, language),
            perDay: formatMoney(limit.perDay, language),
            count: limit.days,
          })}
        </p>
      )}
      <p className="text-13 text-ink-soft">
        {t('did.reason', { reason })} · {formatMoment(askedAt, language)}
      </p>
      {mayDecide ? (
        <span className="flex gap-2">
          <Button onClick={() => setVerdict('approve')}>{t('request.approve')}</Button>
          <Button tone="plain" onClick={() => setVerdict('reject')}>
            {t('request.reject')}
          </Button>
        </span>
      ) : (
        <p className="text-13">{t('request.waits')}</p>
      )}
      {(['approve', 'reject'] as const).map((one) => (
        <SheetPaper
          key={one}
          open={verdict === one}
          onClose={() => setVerdict(null)}
          title={t(`request.${one}`)}
          about={t(`request.${one}_about`, { name: askedBy })}
        >
          <Decision caseId={caseId} requestId={request.id} verdict={one} onDone={() => setVerdict(null)} />
        </SheetPaper>
      ))}
    </li>
  )
}

type DecisionProps = { caseId: string; requestId: string; verdict: Verdict; onDone: () => void }

function Decision({ caseId, requestId, verdict, onDone }: DecisionProps) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const decide = useMutation({
    mutationFn: () =>
      call(verdict === 'approve' ? approveAction : rejectAction, {
        params: { requestId },
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      toast('good', t(`request.${verdict}d` as 'request.approved'))
      onDone()
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })
  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !decide.isPending) decide.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ReasonField value={reason} onChange={setReason} tried={tried} hint={t('request.hint')} onSubmit={submit} />
      {decide.error && <Problem error={decide.error} />}
      <Button
        type="submit"
        tone={verdict === 'approve' ? 'primary' : 'danger'}
        wide
        busy={decide.isPending ? t('actions.busy') : undefined}
      >
        {t(`request.${verdict}`)}
      </Button>
    </form>
  )
}
