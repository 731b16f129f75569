import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Money } from '../../../contract/money.ts'
import { listPayments, openVirtualAccount, type Payment } from '../../../contract/payments.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, fromMinor, sumMoney, toMinor } from '../../ui/money.ts'
import { call, NoAnswerError, RefusedError } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { paymentState, refusalOf } from '../../ui/payment.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { CopyButton } from '../app/CopyButton.tsx'
import { useNextStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { useAskPerson } from '../help/askPerson.ts'
import { readUnfinished } from '../pay/unfinished.ts'
import { useMe } from '../session/me.ts'
import { TransferSteps } from './TransferSteps.tsx'

/** Add money by a bank transfer to the own virtual account; the page says so itself when the money is there. */
export function AddMoney() {
  const { t, language } = useWords('customer')
  const me = useMe()
  const { amount } = useSearch({ from: '/gate/add-money' })
  const account = useQuery({
    queryKey: [openVirtualAccount.path],
    queryFn: ({ signal }) => call(openVirtualAccount, { body: {}, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (failures, error) => error instanceof NoAnswerError && failures < 2,
  })
  const ask = useAskPerson()
  const next = useNextStep({
    ask_person: () => ask(account.error instanceof RefusedError ? account.error.paymentId : null),
  })
  const { arrived, kept } = useIncoming()
  const currency = me.data?.balance.currency ?? 'IDR'

  return (
    <Screen title={t('add_money.title')} backTo="/">
      <div role="status" className="flex flex-col gap-4 empty:hidden">
        {arrived.length > 0 && me.data && (
          <Arrived payments={arrived} balance={formatMoney(me.data.balance, language)} />
        )}
        {kept.map((payment) => (
          <RefusalCard key={payment.id} refusal={refusalOf(payment)!} onNext={() => ask(payment.id)} />
        ))}
      </div>
      {amount && arrived.length === 0 && (
        <Notice meaning="info" title={t('add_money.needed', { amount: formatMoney({ amount, currency }, language) })}>
          {account.data && toMinor(account.data.minimum.amount) > toMinor(amount)
            ? t('add_money.minimum_is', { amount: formatMoney(account.data.minimum, language) })
            : t('add_money.or_more')}
        </Notice>
      )}
      {account.data ? (
        <Account account={account.data} />
      ) : account.isPending ? (
        <Waiting words={t('add_money.loading')}>
          <Card>
            <Skeleton className="mb-4 h-4 w-40" />
            <Skeleton className="mb-4 h-9 w-64" />
            <Skeleton className="h-12 w-40 rounded-full" />
          </Card>
        </Waiting>
      ) : (
        <ErrorState
          error={account.error}
          onRetry={() => account.refetch()}
          onNext={next}
          onAsk={({ paymentId }) => ask(paymentId)}
        />
      )}
    </Screen>
  )
}

function Account({ account }: { account: Reply<typeof openVirtualAccount> }) {
  const { t, language } = useWords('customer')
  const me = useMe().data
  // The gate has read it.
  if (!me) return null
  const { minimum, maximum } = account
  const room = sumMoney(me.limits.balance, negative(me.balance))
  const isTight = toMinor(room.amount) < toMinor(maximum.amount)
  const isFull = toMinor(room.amount) < toMinor(minimum.amount)
  const ceiling = formatMoney(me.limits.balance, language)
  return (
    <>
      {isFull && (
        <Notice meaning="warn" title={t('add_money.full')}>
          {t('add_money.full_about', { ceiling })}
        </Notice>
      )}
      <p>{t('add_money.about', { bank: account.bank })}</p>
      <Card className="flex flex-col items-start gap-3">
        <div>
          <p className="text-15 text-ink-soft">{t('add_money.number', { bank: account.bank })}</p>
          <p data-testid="va-number" className="figures text-26 font-bold tracking-[0.02em] select-all">
            {inGroups(account.number)}
          </p>
        </div>
        <CopyButton text={account.number} label={t('add_money.copy')} />
        <div className="w-full border-t border-line pt-3">
          <Facts
            facts={[
              [t('add_money.name'), account.name],
              [t('add_money.minimum'), formatMoney(minimum, language)],
              ...(isFull ? [] : [[t('add_money.maximum'), formatMoney(isTight ? room : maximum, language)] as const]),
            ]}
          />
          {isTight && !isFull && <p className="mt-2 text-15 text-ink-soft">{t('add_money.room', { ceiling })}</p>}
        </div>
      </Card>
      <Section title={t('add_money.how')}>
        <TransferSteps bank={account.bank} number={inGroups(account.number)} name={account.name} />
      </Section>
      <p className="text-15 text-ink-soft">{t('add_money.waits')}</p>
    </>
  )
}

const negative = ({ amount, currency }: Money): Money => ({ amount: fromMinor(-toMinor(amount)), currency })

const inGroups = (number: string) => number.replace(/(.{4})(?=.)/g, '$1 ')

/** Transfers that came while the page was open, newest first: added, and kept because they did not fit. */
function useIncoming(): { arrived: Payment[]; kept: Payment[] } {
  const newest = useQuery({
    ...reading(listPayments, { query: { show: 'all', limit: newestRead } }),
    refetchOnMount: 'always',
  })
  const answered = newest.isFetchedAfterMount ? newest.data?.payments : undefined
  const [before, setBefore] = useState<Set<string>>()
  if (answered && !before) setBefore(new Set(answered.map(({ id }) => id)))
  const came = before ? (answered ?? []).filter(({ id, kind }) => kind === 'top_up' && !before.has(id)) : []
  return {
    arrived: came.filter(({ state }) => state === 'paid'),
    kept: came.filter((payment) => paymentState(payment) === 'held'),
  }
}

/** Among so many of the newest transactions. */
const newestRead = 10

function Arrived({ payments, balance }: { payments: Payment[]; balance: string }) {
  const { t } = useWords('customer')
  const [unfinished] = useState(readUnfinished)
  const newest = payments[0]!
  return (
    <div data-testid="money-arrived" className="flex flex-col gap-4">
      <Notice meaning="good" title={t('add_money.arrived')}>
        <p className="py-1">
          <Amount key={newest.id} money={newest.amount!} size="large" counts />
        </p>
        {t('add_money.balance_now', { balance })}
      </Notice>
      {unfinished ? (
        <Link to="/pay/unfinished" className={buttonClass('primary', true)}>
          {t('add_money.go_on', { payee: unfinished.payee })}
        </Link>
      ) : (
        <Link to="/" className={buttonClass('primary', true)}>
          {t('result.done')}
        </Link>
      )}
    </div>
  )
}
