import { Link } from '@tanstack/react-router'
import { ChevronRight, HandHelping, type LucideIcon, Plus, ScanLine, Send } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLook } from '../../ui/look.ts'
import { classes } from '../../ui/parts/classes.ts'
import { iconActionDisc, iconActionShapes } from '../../ui/parts/IconAction.tsx'
import { rowPressClass } from '../../ui/parts/List.tsx'

const actions = [
  { to: '/scan', words: 'home.scan', about: 'home.scan_about', icon: ScanLine },
  { to: '/send', words: 'home.send', about: 'home.send_about', icon: Send },
  { to: '/add-money', words: 'home.add_money', about: 'home.add_money_about', icon: Plus },
  { to: '/help', words: 'home.help', about: 'home.help_about', icon: HandHelping },
] as const satisfies readonly { to: string; words: string; about: string; icon: LucideIcon }[]

/** The four things one comes for. In simple mode each is a row with a sentence, as large as a letter. */
export function HomeActions() {
  const simple = useLook().mode === 'simple'
  return simple ? <ActionRows /> : <ActionDiscs />
}

function ActionDiscs() {
  const { t } = useWords('customer')
  return (
    <nav aria-label={t('home.actions')}>
      <ul className="grid grid-cols-[repeat(auto-fit,minmax(4rem,1fr))] gap-1">
        {actions.map(({ to, words, icon: Icon }, place) => (
          <li key={to}>
            <Link to={to} className={classes('moves group text-ink', iconActionShapes.below)}>
              <span className={classes(iconActionDisc, place === 0 && 'bg-accent! text-accent-ink!')}>
                <Icon aria-hidden size="1.5rem" strokeWidth={1.75} />
              </span>
              <span className="text-15 leading-title font-strong">{t(words)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function ActionRows() {
  const { t } = useWords('customer')
  return (
    <nav aria-label={t('home.actions')}>
      <ul className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
        {actions.map(({ to, words, about, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes(rowPressClass, 'min-h-20')}>
              <span className="flex size-14 shrink-0 items-center justify-center rounded-full bg-accent text-accent-ink">
                <Icon aria-hidden size="1.75rem" strokeWidth={1.75} />
              </span>
              <span className="min-w-0 flex-[1_1_4rem]">
                <span className="block text-20 font-bold">{t(words)}</span>
                <span className="block text-15 text-ink-soft">{t(about)}</span>
              </span>
              <ChevronRight aria-hidden size="1.5rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
