import { Users } from 'lucide-react'
import type { ActionRequest } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { formatMoment } from '../../ui/time.ts'
import { Section } from '../parts/Section.tsx'
import { Decide } from '../requests/Decide.tsx'

/** Actions on this customer that wait for a second person; whoever may decide does so here. */
export function Requests({ requests }: { requests: readonly ActionRequest[] }) {
  const { t } = useWords('desk')
  if (requests.length === 0) return null
  return (
    <Section title={t('request.title')}>
      <ul className="flex flex-col gap-3">
        {requests.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Section>
  )
}

function Request({ request }: { request: ActionRequest }) {
  const { t, language } = useWords('desk')
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
      {mayDecide ? <Decide request={request} /> : <p className="text-13">{t('request.waits')}</p>}
    </li>
  )
}
