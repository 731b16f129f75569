import { Link } from '@tanstack/react-router'
import { ChevronRight, Eye, KeyRound, Lock, type LucideIcon, MonitorSmartphone, Snowflake } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Screen } from '../app/Screen.tsx'

const places = [
  { to: '/settings/pin', words: 'pin.title', about: 'pin.about', icon: Lock },
  { to: '/settings/password', words: 'password.title', about: 'password.about', icon: KeyRound },
  { to: '/settings/sessions', words: 'sessions.title', about: 'sessions.about', icon: MonitorSmartphone },
  { to: '/settings/access', words: 'access.title', about: 'access.about', icon: Eye },
  { to: '/settings/freeze', words: 'settings.freeze', about: 'settings.freeze_about', icon: Snowflake },
] as const satisfies readonly { to: string; words: string; about: string; icon: LucideIcon }[]

/** What protects the account, and who has been near it. */
export function Security() {
  const { t } = useWords('customer')
  return (
    <Screen title={t('settings.security')} backTo="/settings">
      <List label={t('settings.security')}>
        {places.map(({ to, words, about, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={rowPressClass}>
              <RowContent
                before={<Icon aria-hidden size="1.5rem" strokeWidth={1.75} className="text-ink-soft" />}
                title={t(words)}
                about={t(about)}
              />
              <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
      </List>
      <p className="text-15 text-ink-soft">{t('security.never_ask')}</p>
    </Screen>
  )
}
