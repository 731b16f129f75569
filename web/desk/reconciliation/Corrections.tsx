import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { approveCorrection, type readBreak, rejectCorrection } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { Problem } from '../parts/Problem.tsx'
import { ReasonSheet } from './ReasonSheet.tsx'
import { readAllAgain } from './reconciliation.ts'

type Correction = Reply<typeof readBreak>['corrections'][number]

export function Corrections({ corrections, open }: { corrections: Correction[]; open: boolean }) {
  const { t } = useWords('desk')
  if (corrections.length === 0) return null
  return (
    <Section title={t('reconciliation.corrections')}>
      {corrections.map((correction) => (
        <Proposed key={correction.id} correction={correction} open={open} />
      ))}
    </Section>
  )
}

const meanings = { proposed: 'info', approved: 'good', rejected: 'warn' } as const

/** Whoever proposed it reads that somebody else decides; the others find the two answers. */
function Proposed({ correction, open }: { correction: Correction; open: boolean }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const [rejecting, setRejecting] = useState(false)
  const params = { correctionId: correction.id }
  const onSettled = () => readAllAgain(queries)
  const approve = useMutation({
    mutationFn: () => call(approveCorrection, { params, body: {} }),
    onSuccess: () => toast('good', t('reconciliation.approved')),
    onSettled,
  })
  const reject = useMutation({
    mutationFn: (reason: string) => call(rejectCorrection, { params, body: { reason } }),
    onSuccess: () => setRejecting(false),
    onSettled,
  })
  const { state, own } = correction
  return (
    <Card className="flex max-w-200 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <Amount money={correction.amount} size="medium" />
        <Badge meaning={meanings[state]}>{t(`reconciliation.correction.${state}`)}</Badge>
      </div>
      <p className="font-strong">{t(`reconciliation.template.${correction.template}`)}</p>
      <p className="[overflow-wrap:anywhere]">{correction.reason}</p>
      <p className="text-13 text-ink-soft">
        {t('reconciliation.deed.proposed', { name: correction.proposedBy })}
        {correction.decidedBy &&
          ` · ${t(`reconciliation.deed.${state === 'approved' ? 'approved' : 'rejected'}`, { name: correction.decidedBy })}`}
      </p>
      {state === 'proposed' && own && <p className="text-ink-soft">{t('reconciliation.own')}</p>}
      {state === 'proposed' && !own && (
        <div className="flex flex-wrap gap-3">
          {open && (
            <Button
              tone="primary"
              icon={Check}
              busy={approve.isPending ? t('actions.busy') : undefined}
              onClick={() => approve.mutate()}
            >
              {t('reconciliation.approve')}
            </Button>
          )}
          <Button icon={X} onClick={() => setRejecting(true)}>
            {t('reconciliation.reject')}
          </Button>
        </div>
      )}
      {approve.error && <Problem error={approve.error} />}
      <ReasonSheet
        title={t('reconciliation.reject')}
        about={t('reconciliation.reject_about')}
        action={t('reconciliation.reject')}
        open={rejecting}
        busy={reject.isPending}
        error={reject.error}
        onClose={() => setRejecting(false)}
        onReason={(reason) => reject.mutate(reason)}
      />
    </Card>
  )
}
