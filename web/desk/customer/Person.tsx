import { Clock, LockKeyhole, Snowflake } from 'lucide-react'
import type { CustomerView } from '../../../contract/console.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, fromMinor, toMinor } from '../../ui/money.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { sayNumber } from '../../ui/phone.ts'
import { formatDate, formatMoment, formatTime, formatWhen } from '../../ui/time.ts'

export type DeskCustomer = CustomerView

const stateMeaning = { active: 'good', frozen: 'warn', under_review: 'info' } as const

/** Who it is, what they have, what is left of today's limit, and what is locked. */
export function Person({ customer }: { customer: DeskCustomer }) {
  const { t, language } = useWords('desk')
  const { name, phone, state, limits, lastSignInAt, memberSince } = customer
  return (
    <section aria-label={t('customer.title')} className="flex flex-col gap-4 border-t border-line px-4 py-4">
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="text-17 font-bold">{name}</p>
          {phone && <p className="text-ink-soft tabular-nums">{sayNumber(phone)}</p>}
        </div>
        <Badge meaning={stateMeaning[state]}>{t(`customer.${state}`)}</Badge>
      </div>
      <Balance customer={customer} />
      {limits && <Limits limits={limits} />}
      <Locks customer={customer} />
      <Facts
        facts={[
          [t('customer.verified'), <Verified key="verified" verification={customer.verification} />],
          [t('customer.language'), languageIn(customer.language, language)],
          [t('customer.since'), formatDate(memberSince, language)],
          [t('customer.last_signin'), lastSignInAt ? formatMoment(lastSignInAt, language) : t('customer.never')],
        ]}
      />
    </section>
  )
}

function Balance({ customer: { balance, available } }: { customer: DeskCustomer }) {
  const { t } = useWords('desk')
  if (!balance || !available) return null
  return (
    <div>
      <p className="text-13 text-ink-soft">{t('customer.balance')}</p>
      <Amount money={balance} size="large" />
      {toMinor(balance.amount) !== toMinor(available.amount) && (
        <p className="text-13 text-ink-soft">
          {t('customer.available')} <Amount money={available} />
        </p>
      )}
    </div>
  )
}

/** How sure we are that it is the customer who writes. */
function Verified({ verification: { level, until } }: { verification: DeskCustomer['verification'] }) {
  const { t, language } = useWords('desk')
  return <>{t(`verified.${level}`, { at: until ? formatTime(until, language) : '' })}</>
}

function Limits({ limits }: { limits: NonNullable<DeskCustomer['limits']> }) {
  const { t, language } = useWords('desk')
  const used = toMinor(limits.usedToday.amount)
  const perDay = toMinor(limits.perDay.amount)
  const percent = perDay === 0n ? 0 : Number((used * 100n) / perDay)
  return (
    <div className="flex flex-col gap-1.5 tabular-nums">
      <p className="flex flex-wrap justify-between gap-x-3">
        <span className="text-13 text-ink-soft">{t('customer.used_today')}</span>
        <span>
          {t('customer.used_of', {
            used: formatMoney(limits.usedToday, language),
            limit: formatMoney(limits.perDay, language),
          })}
        </span>
      </p>
      <span aria-hidden className="block h-1.5 overflow-hidden rounded-full bg-sunk">
        <span className="block h-full rounded-full bg-accent" style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <p className="flex flex-wrap justify-between gap-x-3 text-13 text-ink-soft">
        <span>{t('customer.per_payment', { limit: formatMoney(limits.perPayment, language) })}</span>
        <span>{t('customer.renews', { at: formatWhen(limits.renewsAt, language, new Date()) })}</span>
      </p>
      <p className="flex flex-wrap justify-between gap-x-3">
        <span className="text-13 text-ink-soft">{t('customer.left_today')}</span>
        <span>
          {formatMoney(
            { amount: fromMinor(perDay > used ? perDay - used : 0n), currency: limits.perDay.currency },
            language,
          )}
        </span>
      </p>
      {limits.raisedUntil && (
        <p className="text-13 text-ink-soft">
          {t('customer.raised', { at: formatMoment(limits.raisedUntil, language) })}
        </p>
      )}
    </div>
  )
}

/** What is locked and until when; nothing at all when nothing is. */
function Locks({ customer }: { customer: DeskCustomer }) {
  const { t, language } = useWords('desk')
  const now = new Date()
  const runs = (until: string | null): until is string => until !== null && new Date(until) > now
  const { frozenSince, pinLockedUntil, signInLockedUntil } = customer
  return (
    <ul className="flex flex-col gap-1 empty:hidden">
      {frozenSince && <Lock icon={Snowflake} words={t('lock.frozen', { at: formatMoment(frozenSince, language) })} />}
      {runs(pinLockedUntil) && (
        <Lock icon={LockKeyhole} words={t('lock.pin', { at: formatWhen(pinLockedUntil, language, now) })} />
      )}
      {runs(signInLockedUntil) && (
        <Lock icon={LockKeyhole} words={t('lock.signin', { at: formatWhen(signInLockedUntil, language, now) })} />
      )}
      {!customer.hasPin && <Lock icon={Clock} words={t('lock.no_pin')} />}
    </ul>
  )
}

function Lock({ icon: Icon, words }: { icon: typeof Clock; words: string }) {
  return (
    <li className="flex items-center gap-2 rounded-tag bg-warn-soft px-2.5 py-1.5 text-13 font-strong text-warn">
      <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0" />
      {words}
    </li>
  )
}
