import { Link } from '@tanstack/react-router'
import { HandHelping, ScanLine, ShieldCheck } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Logo } from '../../ui/pictures/Logo.tsx'
import { useScreenTitle } from '../app/Screen.tsx'
import { LanguageChoice } from '../settings/LanguageChoice.tsx'
import { WelcomePicture } from './WelcomePicture.tsx'

const promises = [
  { words: 'welcome.pay', icon: ScanLine },
  { words: 'welcome.safe', icon: ShieldCheck },
  { words: 'welcome.person', icon: HandHelping },
] as const

/** Who is new here: what this is, in three lines, and the two ways in. */
export function Welcome() {
  const { t } = useWords('customer')
  const ref = useScreenTitle(t('welcome.title'))
  return (
    <div
      ref={ref}
      className="mx-auto flex min-h-dvh w-full max-w-140 flex-col px-gutter desktop:max-w-260 desktop:px-10"
    >
      <header className="flex min-h-16 flex-wrap items-center justify-between gap-2 pt-2">
        <Logo word />
        <LanguageChoice />
      </header>
      <main className="flex flex-1 flex-col gap-8 pt-4 pb-8 desktop:grid desktop:grid-cols-2 desktop:items-center desktop:gap-16">
        <WelcomePicture />
        <div className="flex flex-col gap-8">
          <h1 className="text-34 font-bold tracking-[-0.015em]">{t('welcome.head')}</h1>
          <ul className="flex flex-col gap-4">
            {promises.map(({ words, icon: Icon }) => (
              <li key={words} className="flex gap-3">
                <Icon aria-hidden size="1.5rem" strokeWidth={1.75} className="mt-px shrink-0 text-accent" />
                <span>{t(words)}</span>
              </li>
            ))}
          </ul>
          <div className="flex flex-col gap-3">
            <Link to="/signup" className={buttonClass('primary', true)}>
              {t('welcome.sign_up')}
            </Link>
            <Link to="/signin" className={buttonClass('quiet', true)}>
              {t('signin.button')}
            </Link>
            <Link to="/help" className={buttonClass('plain', true)}>
              {t('welcome.help')}
            </Link>
          </div>
        </div>
      </main>
    </div>
  )
}
