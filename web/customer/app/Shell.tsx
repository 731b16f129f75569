import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { CircleHelp, House, type LucideIcon, ReceiptText, Settings } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { OfflineBar } from '../../ui/parts/OfflineBar.tsx'
import { Logo } from '../../ui/pictures/Logo.tsx'
import { NextSteps } from '../../ui/refusal/next.ts'
import { usePresence } from '../session/presence.ts'
import { SignedIn } from '../session/SignedIn.tsx'
import { useNextStep } from './nextStep.ts'

const places = [
  { to: '/', words: 'nav.home', icon: House },
  { to: '/history', words: 'nav.history', icon: ReceiptText },
  { to: '/help', words: 'nav.help', icon: CircleHelp },
  { to: '/settings', words: 'nav.settings', icon: Settings },
] as const satisfies readonly { to: string; words: string; icon: LucideIcon }[]

/** Screens that stand alone on a phone: their own action takes the place of the bar. */
const barScreens: readonly string[] = places.map((place) => place.to)

/** A conversation fills the window and says itself that there is no network. */
const chatScreen = /^\/help\/chat\/./

/** Around every screen: what is offline, and the four places; below on a phone, at the side on a larger screen. */
export function Shell() {
  const { t } = useWords('customer')
  const path = useRouterState({ select: (state) => state.location.pathname })
  const signedIn = usePresence() === 'in'
  const bar = signedIn && barScreens.includes(path)
  const isChat = chatScreen.test(path)
  const next = useNextStep()
  return (
    <div className={classes('min-h-dvh', signedIn && 'desktop:grid desktop:grid-cols-[15rem_minmax(0,1fr)]')}>
      <a href="#screen" className="sr-only focus:not-sr-only focus:fixed focus:z-50 focus:bg-raised focus:p-4">
        {t('nav.skip')}
      </a>
      {signedIn && <Places bar={bar} />}
      <div id="screen" tabIndex={-1} className={classes('min-w-0 outline-none', bar && 'pb-20 desktop:pb-0')}>
        {!isChat && <OfflineBar />}
        <NextSteps.Provider value={next}>
          {signedIn ? (
            <SignedIn>
              <Outlet />
            </SignedIn>
          ) : (
            <Outlet />
          )}
        </NextSteps.Provider>
      </div>
    </div>
  )
}

function Places({ bar }: { bar: boolean }) {
  const { t } = useWords('customer')
  return (
    <nav
      aria-label={t('nav.label')}
      className={classes(
        'inset-x-0 bottom-0 z-30 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]',
        bar ? 'fixed' : 'hidden',
        'desktop:sticky desktop:top-0 desktop:block desktop:h-dvh desktop:border-t-0 desktop:border-r desktop:px-3 desktop:py-6',
      )}
    >
      <p className="hidden px-3 pb-6 desktop:block">
        <Logo word />
      </p>
      <ul className="mx-auto flex max-w-140 desktop:flex-col desktop:gap-1">
        {places.map(({ to, words, icon: Icon }) => (
          <li key={to} className="min-w-0 flex-1">
            <Link
              to={to}
              activeOptions={{ exact: to === '/' }}
              className="moves flex min-h-16 flex-col items-center justify-center gap-0.5 text-[length:min(var(--type-13),4.2vw)] font-strong text-ink-soft hover:text-ink focus-visible:-outline-offset-4 aria-[current=page]:text-accent desktop:min-h-target desktop:flex-row desktop:justify-start desktop:gap-3 desktop:rounded-full desktop:px-4 desktop:text-17 desktop:hover:bg-sunk desktop:aria-[current=page]:bg-accent-soft"
            >
              <Icon aria-hidden size="1.5rem" strokeWidth={1.75} />
              {t(words)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
