import { Link } from '@tanstack/react-router'
import { ChevronRight, Phone, PhoneOutgoing } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'

const places = [
  { to: '/safety/numbers', title: 'numbers.title', about: 'numbers.about', icon: Phone },
  { to: '/safety/call', title: 'call.title', about: 'call.about', icon: PhoneOutgoing },
] as const

/** Where to call, and how to prepare for it; `but` is the page that is open. */
export function MoreSafety({ but }: { but?: (typeof places)[number]['to'] }) {
  const { t } = useWords('safety')
  return (
    <List label={t('more')}>
      {places
        .filter(({ to }) => to !== but)
        .map(({ to, title, about, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={rowPressClass}>
              <RowContent
                before={<Icon aria-hidden size="1.5rem" strokeWidth={1.75} className="text-ink-soft" />}
                title={t(title)}
                about={t(about)}
              />
              <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
    </List>
  )
}
