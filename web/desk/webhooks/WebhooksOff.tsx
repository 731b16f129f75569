import { Link } from '@tanstack/react-router'
import { Unplug } from 'lucide-react'
import type { Staff } from '../../../contract/identity.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { CountBadge } from '../../ui/parts/Badge.tsx'
import { useTroubled, webhooksPath } from './troubled.ts'

/** In the bar of those who get no notices, while any shop's webhooks are switched off. */
export function WebhooksOff({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  if (!useTroubled(me).data?.off) return null
  return (
    <Link
      to={webhooksPath as never}
      className="moves inline-flex min-h-11 items-center gap-1 rounded-full px-2 font-strong hover:bg-sunk desktop:min-h-target desktop:gap-1.5 desktop:px-2.5"
    >
      <Unplug aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 text-warn" />
      <span className="sr-only whitespace-nowrap tablet:not-sr-only">{t('webhooks_off.bar')}</span>
      <OffCount me={me} />
    </Link>
  )
}

export function OffCount({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  const count = useTroubled(me).data?.off ?? 0
  return <CountBadge count={count} words={t('webhooks_off.count', { count })} />
}
