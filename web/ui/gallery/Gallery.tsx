import { languageNames, languages } from '../i18n/language.ts'
import { changeWords, useWords } from '../i18n/setup.ts'
import { changeLook, useLook } from '../look.ts'
import { Button } from '../parts/Button.tsx'
import { Toasts } from '../parts/Toast.tsx'
import { Logo } from '../pictures/Logo.tsx'
import { Actions } from './Actions.tsx'
import { Conversation } from './Conversation.tsx'
import { Fields } from './Fields.tsx'
import { Messages } from './Messages.tsx'
import { Paper } from './Paper.tsx'
import { Refusals } from './Refusals.tsx'

/** All parts on one page, in every language, light, dark and simple. For looking, not for people. */
export function Gallery() {
  return (
    <div className="mx-auto max-w-280 px-gutter pb-16">
      <Switches />
      <main className="grid gap-10 desktop:grid-cols-2 desktop:items-start">
        <Paper />
        <Actions />
        <Fields />
        <Messages />
        <Conversation />
        <Refusals />
      </main>
      <Toasts />
    </div>
  )
}

function Switches() {
  const { t } = useWords()
  const look = useLook()
  return (
    <header className="flex flex-wrap items-center gap-2 py-4">
      <h1 className="mr-auto">
        <Logo word size="2.5rem" />
      </h1>
      {languages.map((language) => (
        <Button key={language} tone="plain" onClick={() => changeWords(language)}>
          {languageNames[language]}
        </Button>
      ))}
      <Button tone="quiet" onClick={() => changeLook({ theme: look.theme === 'dark' ? 'light' : 'dark' })}>
        {look.theme === 'dark' ? t('theme.light') : t('theme.dark')}
      </Button>
      <Button tone="quiet" onClick={() => changeLook({ mode: look.mode === 'simple' ? 'standard' : 'simple' })}>
        {look.mode === 'simple' ? t('mode.standard') : t('mode.simple')}
      </Button>
    </header>
  )
}
