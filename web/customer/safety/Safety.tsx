import { useWords } from '../../ui/i18n/setup.ts'
import { Screen } from '../app/Screen.tsx'
import { usePresence } from '../session/presence.ts'
import { LanguageChoice } from '../settings/LanguageChoice.tsx'
import { CheckContact } from './CheckContact.tsx'
import { LiveNow } from './LiveNow.tsx'
import { MoreSafety } from './MoreSafety.tsx'

/** "Is it really you?": whether we talk to this person now, and whether a number, message or link is ours. */
export function Safety() {
  const { t } = useWords('safety')
  const signedIn = usePresence() === 'in'
  return (
    <Screen title={t('title')} backTo="/help" after={signedIn ? undefined : <LanguageChoice />}>
      <LiveNow signedIn={signedIn} />
      <CheckContact signedIn={signedIn} />
      <MoreSafety />
    </Screen>
  )
}
