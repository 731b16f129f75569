import { Power } from 'lucide-react'
import type { TroubledWebhook } from '../../../contract/desk-webhooks.ts'
import { type Language, languageTags } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'

/** 1,284, in Indonesian 1.284 */
const formatCount = (count: number, language: Language) => new Intl.NumberFormat(languageTags[language]).format(count)

type RowProps = { merchant: TroubledWebhook; onResume: () => void }

/** One shop: where, why, since when, what waits; and, where it is switched off, the way back. */
export function TroubledRow({ merchant, onResume }: RowProps) {
  const { t } = useWords('webhooks')
  return (
    <li className="flex flex-col gap-4 px-4 py-4 desktop:flex-row desktop:gap-8">
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <h3 className="text-17 font-bold">{merchant.name}</h3>
        <p className="text-15 wrap-anywhere text-ink-soft">{merchant.url}</p>
        <p>{useWhy(merchant)}</p>
      </div>
      <div className="flex flex-col gap-4 desktop:w-88 desktop:shrink-0">
        <Figures merchant={merchant} />
        {merchant.offSince && (
          <Button icon={Power} className="self-start desktop:self-end" onClick={onResume}>
            {t('resume')}
          </Button>
        )}
      </div>
    </li>
  )
}

function Figures({ merchant }: { merchant: TroubledWebhook }) {
  const { t, language } = useWords('webhooks')
  const { offSince, failingSince, offAt, pending, oldestPendingAt } = merchant
  const moment = (at: string) => formatMoment(at, language, operatorZone)
  const facts = [
    ['since', offSince && moment(offSince)],
    ['failing_since', offSince ? null : failingSince && moment(failingSince)],
    ['off_at', offAt && moment(offAt)],
    [offSince ? 'paused' : 'waiting', formatCount(pending, language)],
    ['oldest', oldestPendingAt && moment(oldestPendingAt)],
  ] as const
  return (
    <div className="text-15">
      <Facts facts={facts.flatMap(([name, value]) => (value === null ? [] : [[t(name), value] as const]))} />
    </div>
  )
}

/** In words; a failure without words of its own was an address that could not be reached. */
function useWhy({ offReason, lastTry }: TroubledWebhook): string {
  const { t } = useWords('webhooks')
  if (offReason === 'gone') return t('gone')
  const told = t(offReason === 'failing' ? 'failed_long' : 'failed_now')
  if (!lastTry) return told
  const { httpStatus, failure } = lastTry
  const what = httpStatus
    ? t('status', { status: httpStatus })
    : t([`failure.${failure}`, 'failure.unreachable'] as unknown as 'failure.unreachable')
  return t('last', { told, what })
}
