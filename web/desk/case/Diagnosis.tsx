import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, Stethoscope, X } from 'lucide-react'
import { useState } from 'react'
import { type Evidence, judgeDiagnosis, type Proposal } from '../../../contract/diagnosis.ts'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { call } from '../../ui/net/api.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { formatWhen } from '../../ui/time.ts'
import { paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Refused } from './Refused.tsx'
import { type CaseWords, categoryName, readSheetAgain, useCategories, useDiagnosis } from './sheet.ts'

/** What lies behind the question, most likely: with the evidence and what solves it. Shown only where something is known. */
export function Diagnosis({ caseId }: { caseId: string }) {
  const { t } = useWords('cases')
  const proposals = useDiagnosis(caseId).data?.proposals ?? []
  const [all, setAll] = useState(false)
  if (proposals.length === 0) return null
  // What was ruled out steps behind what is still possible.
  const ordered = [...proposals].sort((a, b) => Number(a.verdict === 'rejected') - Number(b.verdict === 'rejected'))
  const shown = all ? ordered : ordered.slice(0, 1)
  const others = ordered.length - shown.length
  return (
    <section
      aria-label={t('diagnosis.title')}
      className="m-4 flex flex-col gap-3 rounded-card border border-line bg-surface px-4 py-3.5"
    >
      <h2 className="flex items-center gap-2 text-13 font-strong text-ink-soft">
        <Stethoscope aria-hidden size="1.25em" strokeWidth={1.75} />
        {t('diagnosis.title')}
      </h2>
      {shown.map((one) => (
        <Cause key={one.rule} caseId={caseId} proposal={one} />
      ))}
      {others > 0 && (
        <span className="-ml-3">
          <Button tone="plain" onClick={() => setAll(true)}>
            {t('diagnosis.others', { count: others })}
          </Button>
        </span>
      )}
    </section>
  )
}

function Cause({ caseId, proposal }: { caseId: string; proposal: Proposal }) {
  const { t } = useWords('cases')
  const { rule, evidence, steps, verdict } = proposal
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-3 first-of-type:border-0 first-of-type:pt-0">
      <p className="flex flex-wrap items-center gap-2 font-bold">
        {t(`rule.${rule}` as 'rule.pin_wrong', { defaultValue: rule })}
        {verdict && (
          <Badge {...(verdict === 'accepted' ? { meaning: 'good' as const } : {})}>{t(`diagnosis.${verdict}`)}</Badge>
        )}
      </p>
      <Proofs caseId={caseId} evidence={evidence} />
      <h3 className="text-13 font-strong text-ink-soft">{t('diagnosis.steps')}</h3>
      <ol className="flex list-decimal flex-col gap-0.5 pl-5">
        {steps.map(({ step }) => (
          <li key={step}>{t(`step.${step}` as 'step.freeze', { defaultValue: step })}</li>
        ))}
      </ol>
      {verdict === null && <Verdict caseId={caseId} rule={rule} />}
    </div>
  )
}

function Proofs({ caseId, evidence }: { caseId: string; evidence: readonly Evidence[] }) {
  const { t } = useWords('cases')
  const say = useSayFact()
  const go = useGo()
  const told = evidence.map((one) => ({ ...one, words: say(one) })).filter(({ words }) => words !== null)
  const paymentId = evidence.find((one) => one.paymentId)?.paymentId
  return (
    <div className="flex flex-col items-start gap-0.5 text-13">
      <h3 className="font-strong text-ink-soft">{t('diagnosis.evidence')}</h3>
      <ul className="flex flex-col gap-0.5">
        {told.map(({ fact, words }) => (
          <li key={fact} className="tabular-nums">
            {words}
          </li>
        ))}
      </ul>
      {paymentId && (
        <button
          type="button"
          onClick={() => go(paymentPath(caseId, paymentId))}
          className="moves -ml-2 min-h-8 pointer-coarse:min-h-target rounded-full px-2 font-strong text-accent hover:bg-accent-soft"
        >
          {t('diagnosis.payment')}
        </button>
      )}
    </div>
  )
}

/** A fact in words: amounts, refusals and states said as everywhere else. */
function useSayFact(): (evidence: Evidence) => string {
  const { t, language } = useWords('cases')
  const desk = useWords('desk')
  const refusals = useWords('refusals')
  const categories = useCategories()
  return ({ fact, value, at, kind }) => {
    const amount = isMoney(value) ? value : undefined
    const said = amount
      ? formatMoney(amount, language)
      : fact === 'payment.refusal' || fact === 'top_up.refusal'
        ? explainRefusal(refusals, { code: value as 'not_found', figures: {}, ...(kind && { kind }) }).what
        : fact === 'case.topic'
          ? desk.t(`topic.${value as 'other'}`)
          : fact === 'case.category'
            ? categoryName(categories, String(value), language)
            : fact === 'top_up.account'
              ? sayAccount(String(value), t)
              : String(value)
    const key = fact.replaceAll('.', '_')
    const moment = at ? formatWhen(at, language, new Date()) : ''
    return t(`fact.${key}` as 'fact.case_topic', { value: said, at: moment, defaultValue: fact })
  }
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'currency' in value
}

function sayAccount(state: string, t: CaseWords): string {
  return t(`account.${state}` as 'account.open', { defaultValue: state })
}

function Verdict({ caseId, rule }: { caseId: string; rule: string }) {
  const { t } = useWords('cases')
  const queries = useQueryClient()
  const judge = useMutation({
    mutationFn: (verdict: 'accepted' | 'rejected') =>
      call(judgeDiagnosis, { params: { caseId }, body: { rule, verdict } }),
    onSettled: () => readSheetAgain(queries, caseId),
  })
  const press = (verdict: 'accepted' | 'rejected') => () => !judge.isPending && judge.mutate(verdict)
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap gap-2">
        <Button icon={Check} onClick={press('accepted')}>
          {t('diagnosis.accept')}
        </Button>
        <Button tone="plain" icon={X} onClick={press('rejected')}>
          {t('diagnosis.reject')}
        </Button>
      </div>
      {judge.error && <Refused error={judge.error} />}
    </div>
  )
}
