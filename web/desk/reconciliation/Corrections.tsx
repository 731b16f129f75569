import { useMutation, useQueryClient } from '@tanstack/react-query'
import { approveCorrection, type readBreak, rejectCorrection } from '../../../contract/reconciliation.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { TwoAnswers } from '../parts/TwoAnswers.tsx'
import { readAllAgain } from './reconciliation.ts'

type Correction = Reply<typeof readBreak>['corrections'][number]

type CorrectionsProps = { title: string; corrections: readonly Correction[]; open: boolean }

export function Corrections({ title, corrections, open }: CorrectionsProps) {
  if (corrections.length === 0) return null
  return (
    <Section title={title}>
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
  const params = { correctionId: correction.id }
  const onSettled = () => readAllAgain(queries)
  const approve = useMutation({
    mutationFn: () => call(approveCorrection, { params, body: {} }),
    onSuccess: () => toast('good', t('reconciliation.approved')),
    onSettled,
  })
  const reject = useMutation({
    mutationFn: (reason: string) => call(rejectCorrection, { params, body: { reason } }),
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
        <TwoAnswers
          yes={open ? { words: t('reconciliation.approve'), busy: t('actions.busy'), deed: approve } : null}
          no={{ words: t('reconciliation.reject'), about: t('reconciliation.reject_about'), deed: reject }}
        />
      )}
    </Card>
  )
}
