import { Hourglass } from 'lucide-react'
import { useWords } from '../i18n/setup.ts'
import { formatWhen } from '../time.ts'

type QueuePlaceProps = {
  place: number
  waitSeconds: { from: number; to: number } | null
  /** Where it is closed: when it opens. */
  opensAt?: string | null
}

/** Place in the line and the honest range of the wait. Rounded away from us: down for `from`, up for `to`. */
export function QueuePlace({ place, waitSeconds, opensAt }: QueuePlaceProps) {
  const { t, language } = useWords()
  const from = Math.max(1, Math.floor((waitSeconds?.from ?? 0) / 60))
  const to = Math.max(1, Math.ceil((waitSeconds?.to ?? 0) / 60))
  return (
    <section role="status" className="flex gap-3 rounded-card bg-info-soft px-4 py-3">
      <Hourglass aria-hidden size="1.375rem" strokeWidth={1.75} className="mt-0.5 shrink-0 text-info" />
      <div className="min-w-0 flex-1 tabular-nums">
        <p className="font-strong">{t('wait.place', { count: place })}</p>
        <p className="text-15">
          {!waitSeconds
            ? opensAt
              ? t('wait.opens', { at: formatWhen(opensAt, language, new Date()) })
              : t('wait.unknown')
            : from === to
              ? t('wait.about', { count: to })
              : t('wait.range', { from, to })}{' '}
          {waitSeconds && t('wait.leave_open')}
        </p>
      </div>
    </section>
  )
}
