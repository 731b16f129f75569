import { Smartphone } from 'lucide-react'
import type { CustomerView } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoment } from '../../ui/time.ts'
import { Section } from '../parts/Section.tsx'

/** Where the customer is signed in now. */
export function Devices({ devices }: { devices: CustomerView['devices'] }) {
  const { t, language } = useWords('desk')
  if (!devices) return null
  return (
    <Section title={t('devices.title')}>
      {devices.length === 0 && <p className="text-13 text-ink-soft">{t('devices.none')}</p>}
      <ul className="flex flex-col gap-2 empty:hidden">
        {devices.map(({ id, device, startedAt }) => (
          <li key={id} className="flex items-center gap-3">
            <Smartphone aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            <span className="min-w-0 flex-1">
              {/* A dash is what the server calls a device that says nothing of itself. */}
              <span className="block truncate">{device === '–' ? t('devices.unknown') : device}</span>
              <span className="block text-13 text-ink-soft tabular-nums">
                {t('devices.since', { at: formatMoment(startedAt, language) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
