import { useQueryClient } from '@tanstack/react-query'
import { ArrowLeft, RotateCw } from 'lucide-react'
import { useRef } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { CaseDrawer } from '../case/CaseDrawer.tsx'
import { Diagnosis } from '../case/Diagnosis.tsx'
import { LinkPayment } from '../case/Links.tsx'
import { readCaseAgain, useCase } from '../conversation/case.ts'
import { Phrase } from '../directory/Phrase.tsx'
import { conversationPath, customerPath, paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { BarAction } from '../parts/BarAction.tsx'
import { Problem } from '../parts/Problem.tsx'
import { AccessLog } from './AccessLog.tsx'
import { Actions } from './Actions.tsx'
import { Devices } from './Devices.tsx'
import { EarlierCases } from './EarlierCases.tsx'
import { PaymentStoryView } from './PaymentStoryView.tsx'
import { Person } from './Person.tsx'
import { Requests } from './Requests.tsx'
import { Transactions } from './Transactions.tsx'
import { Visitor } from './Visitor.tsx'
import { WhyCard } from './WhyHere.tsx'

/** The right column: who the customer is, why they are here, what they have, and what can be done for them. */
export function CustomerColumn({ caseId, paymentId }: { caseId: string; paymentId: string | null }) {
  const { t } = useWords('desk')
  const go = useGo()
  const queries = useQueryClient()
  const opened = useCase(caseId)
  const box = useRef<HTMLDivElement>(null)
  const cause = opened.data?.paymentId ?? null
  useCommand('go_customer', () => {
    go(customerPath(caseId))
    box.current?.focus()
  })
  useCommand('why', cause ? () => go(paymentPath(caseId, cause)) : undefined)
  useCommand('back', paymentId ? () => go(customerPath(caseId)) : undefined)
  useCommand('read_again', () => void readCaseAgain(queries, caseId))

  return (
    <div ref={box} tabIndex={-1} className="flex min-h-0 flex-1 flex-col overflow-y-auto outline-none" data-customer>
      <div className="sticky top-0 z-10 flex min-h-16 shrink-0 items-center gap-2 border-b border-line bg-surface px-4 py-2">
        {paymentId ? (
          <Back words={t('customer.title')} onPress={() => go(customerPath(caseId))} keyHint />
        ) : (
          <>
            <span className="contents desktop:hidden">
              <Back words={t('conversation.title')} onPress={() => go(conversationPath(caseId))} />
            </span>
            <h2 className="hidden text-17 font-bold desktop:block">{t('customer.title')}</h2>
          </>
        )}
        <span className="flex-1" />
        <BarAction command="read_again" icon={RotateCw} onPress={() => void readCaseAgain(queries, caseId)} />
      </div>
      {opened.error && !opened.data && (
        // Beside the conversation it is said there.
        <div className="p-4">
          <span className="desktop:hidden">
            <Problem error={opened.error} onRetry={() => void opened.refetch()} />
          </span>
          <p className="hidden text-ink-soft desktop:block">{t('customer.not_open')}</p>
        </div>
      )}
      {opened.isPending && <CustomerSkeleton />}
      {opened.data && paymentId && (
        <PaymentStoryView caseId={caseId} paymentId={paymentId} customerLanguage={opened.data.row.language} />
      )}
      {opened.data && paymentId && <LinkPayment caseId={caseId} paymentId={paymentId} />}
      {opened.data && !paymentId && !opened.data.customer && (
        <>
          <Visitor row={opened.data.row} missing={opened.data.missing} />
          <CaseDrawer caseId={caseId} otherCases={opened.data.earlierCases} />
          <EarlierCases cases={opened.data.earlierCases} />
        </>
      )}
      {opened.data?.customer && !paymentId && (
        <>
          <Phrase caseId={caseId} agentId={opened.data.row.session?.agentId ?? null} />
          <Diagnosis caseId={caseId} />
          {cause && (
            <div className="p-4">
              <WhyCard caseId={caseId} paymentId={cause} label={t('why.label')} />
            </div>
          )}
          <Requests requests={opened.data.requests} />
          <Person customer={opened.data.customer} />
          <Actions caseId={caseId} customer={opened.data.customer} actions={opened.data.actions} />
          {opened.data.customer.balance && (
            <Transactions of={{ caseId }} customerLanguage={opened.data.customer.language} />
          )}
          <CaseDrawer caseId={caseId} otherCases={opened.data.earlierCases} />
          <EarlierCases cases={opened.data.earlierCases} />
          <Devices devices={opened.data.customer.devices} />
          <AccessLog entries={opened.data.customer.accessLog} />
        </>
      )}
    </div>
  )
}

function Back({ words, onPress, keyHint = false }: { words: string; onPress: () => void; keyHint?: boolean }) {
  return (
    <button
      type="button"
      onClick={onPress}
      className="moves -ml-2 inline-flex min-h-11 items-center gap-1.5 rounded-full px-2 font-strong text-accent hover:bg-accent-soft desktop:min-h-target"
    >
      <ArrowLeft aria-hidden size="1.25em" strokeWidth={1.75} />
      {words}
      {keyHint && <Key of="back" />}
    </button>
  )
}

function CustomerSkeleton() {
  return (
    <div className="p-4">
      <Waiting>
        <div className="flex flex-col gap-4">
          <Skeleton className="h-32 w-full rounded-card" />
          <Skeleton className="h-5 w-40" />
          <Skeleton className="h-9 w-48 rounded-input" />
          <Skeleton className="h-4 w-full" />
          <Skeleton className="h-4 w-4/5" />
        </div>
      </Waiting>
    </div>
  )
}
