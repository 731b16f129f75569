import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { readNotices } from '../../../contract/colleagues.ts'
import { type ActionRequest, approveAction, rejectAction } from '../../../contract/console.ts'
import { listRequests } from '../../../contract/requests.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { readCaseAgain } from '../conversation/case.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'

const verdicts = ['approve', 'reject'] as const
type Verdict = (typeof verdicts)[number]
type Asked = Pick<ActionRequest, 'id' | 'caseId' | 'askedBy'>

/** Yes or no of the second person, each with a reason. */
export function Decide({ request }: { request: Asked }) {
  const { t } = useWords('requests')
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  return (
    <div className="flex flex-wrap gap-2">
      <Button tone="primary" icon={Check} onClick={() => setVerdict('approve')}>
        {t('approve')}
      </Button>
      <Button icon={X} onClick={() => setVerdict('reject')}>
        {t('reject')}
      </Button>
      {verdicts.map((one) => (
        <SheetPaper
          key={one}
          open={verdict === one}
          onClose={() => setVerdict(null)}
          title={t(one)}
          about={t(`${one}_about`, { name: request.askedBy })}
        >
          <Decision request={request} verdict={one} onDone={() => setVerdict(null)} />
        </SheetPaper>
      ))}
    </div>
  )
}

type DecisionProps = { request: Asked; verdict: Verdict; onDone: () => void }

function Decision({ request: { id, caseId }, verdict, onDone }: DecisionProps) {
  const { t } = useWords('requests')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const decide = useMutation({
    mutationFn: () =>
      call(verdict === 'approve' ? approveAction : rejectAction, {
        params: { requestId: id },
        body: { reason: reason.trim() },
      }),
    onSuccess: () => {
      toast('good', t(verdict === 'approve' ? 'approved' : 'rejected'))
      onDone()
    },
    onSettled: () =>
      Promise.all([
        readCaseAgain(queries, caseId),
        queries.invalidateQueries({ queryKey: keyOf(listRequests) }),
        queries.invalidateQueries({ queryKey: keyOf(readNotices) }),
      ]),
  })
  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !decide.isPending) decide.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <ReasonField value={reason} onChange={setReason} tried={tried} hint={t('hint')} onSubmit={submit} />
      {decide.error && <Problem error={decide.error} />}
      <Button
        type="submit"
        tone={verdict === 'approve' ? 'primary' : 'danger'}
        wide
        busy={decide.isPending ? t('busy') : undefined}
      >
        {t(verdict)}
      </Button>
    </form>
  )
}
