import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CustomerView } from '../../../contract/console.ts'
import type { Staff } from '../../../contract/identity.ts'
import { type DeskRequest, readRequest } from '../../../contract/requests.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatMoment } from '../../ui/time.ts'
import { lookedAt } from '../conversation/case.ts'
import { Person } from '../customer/Person.tsx'
import { conversationPath } from '../frame/address.ts'
import { BackLink } from '../parts/BackLink.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Decide } from './Decide.tsx'
import { useAsks } from './RequestRows.tsx'
import { requestsPath, stateMeanings } from './requests.ts'

type ViewProps = {
  requestId: string
  /** As the list has it; the newest word on how it stands. */
  known: DeskRequest | undefined
  isListRead: boolean
  me: Staff
}

/** One request: who decides sees the customer with it, who asked sees how it stands. */
export function RequestView({ requestId, known, isListRead, me }: ViewProps) {
  const { t } = useWords('requests')
  const decides = me.permissions.includes('limit.decide')
  const opened = useQuery({ ...reading(readRequest, { params: { requestId } }), ...lookedAt, enabled: decides })
  const request = known ?? opened.data?.request
  return (
    <>
      <BackLink to={requestsPath} />
      {opened.error && <Problem error={opened.error} onRetry={() => void opened.refetch()} />}
      {request ? (
        <div className="flex max-w-160 flex-col gap-6">
          <Asked request={request} customer={opened.data?.customer ?? null} me={me} />
          {request.mayDecide && opened.data && <Decide request={request} />}
          {request.state === 'waiting' && opened.data?.customer && (
            <div className="rounded-card border border-line">
              <p className="px-4 py-3 text-13 text-ink-soft">{t('look')}</p>
              <Person customer={opened.data.customer} />
            </div>
          )}
        </div>
      ) : isListRead && !decides ? (
        <EmptyState title={t('gone')}>{t('gone_text')}</EmptyState>
      ) : (
        opened.isPending && (
          <Waiting words={t('opening')}>
            <SkeletonRows />
          </Waiting>
        )
      )}
    </>
  )
}

function Asked({ request, customer, me }: { request: DeskRequest; customer: CustomerView | null; me: Staff }) {
  const { t, language } = useWords('requests')
  const { number, caseId, askedAt, expiresAt, reason, state } = request
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-1">
        <div className="min-w-0 flex-1">
          <h2 className="text-20 font-bold">{useAsks(request)}</h2>
          <p className="text-ink-soft">
            {t('case', { number })} · {customer?.name ?? request.customerName}
          </p>
        </div>
        {me.permissions.includes('case.work') && (
          <Link to={conversationPath(caseId) as never} className={buttonClass('quiet')}>
            {t('open_case')}
          </Link>
        )}
      </div>
      <Outcome request={request} />
      <Effect request={request} customer={customer} />
      <Section title={t('why')}>
        <p className="[overflow-wrap:anywhere]">{reason}</p>
        <Facts
          facts={[
            [t('asked_at'), formatMoment(askedAt, language)],
            ...(state === 'waiting' ? [[t('decide_by'), formatMoment(expiresAt, language)] as const] : []),
          ]}
        />
      </Section>
    </>
  )
}

/** How it stands, where the reader can do nothing about it. */
function Outcome({ request: { state, decision, own } }: { request: DeskRequest }) {
  const { t, language } = useWords('requests')
  if (state === 'waiting') return own && <Notice meaning="info" title={t('own')} />
  return (
    <Notice meaning={stateMeanings[state]} title={t(`state.${state}`)}>
      {decision ? (
        <>
          <span className="block [overflow-wrap:anywhere]">{decision.reason}</span>
          <span className="block text-13">
            {t('decided_by', { name: decision.by, at: formatMoment(decision.at, language) })}
          </span>
        </>
      ) : (
        t('lapsed_text')
      )}
    </Notice>
  )
}

/** What would change, beside what holds now as far as the reader may see it. */
function Effect({ request: { limit, state }, customer }: { request: DeskRequest; customer: CustomerView | null }) {
  const { t, language } = useWords('requests')
  if (!limit) return null
  const line = (name: 'perPayment' | 'perDay') => (
    <>
      {formatMoney(limit[name], language)}
      {state === 'waiting' && customer?.limits && (
        <span className="block text-13 font-text text-ink-soft">
          {t('now', { amount: formatMoney(customer.limits[name], language) })}
        </span>
      )}
    </>
  )
  return (
    <Section title={t(state === 'waiting' ? 'effect' : 'asked_for')}>
      <Facts
        facts={[
          [t('per_payment'), line('perPayment')],
          [t('per_day'), line('perDay')],
          [t('span'), t('days', { count: limit.days })],
        ]}
      />
    </Section>
  )
}
