import './storage.ts'
import '../ui/ui.css'
import { QueryClientProvider } from '@tanstack/react-query'
import i18next from 'i18next'
import { createRoot } from 'react-dom/client'
import { isLanguage, languageTags } from '../ui/i18n/language.ts'
import { startWords } from '../ui/i18n/setup.ts'
import { startLook } from '../ui/look.ts'
import { readGuestToken } from '../ui/net/guestToken.ts'
import { createQueries } from '../ui/net/query.ts'
import { setBearer } from '../ui/net/who.ts'

import { Widget } from './Widget.tsx'
import { words } from './words.ts'

startLook('widget')
setBearer(readGuestToken())
await startWords({ widget: words })
// The site's language counts, and is not remembered: the apps of this address have a choice of their own.
const wanted = new URLSearchParams(location.search).get('language')
if (isLanguage(wanted)) {
  await i18next.changeLanguage(wanted)
  document.documentElement.lang = languageTags[wanted]
}
// What explains a refusal is there before one is needed: asking for it later would hide the conversation meanwhile.
await i18next.loadNamespaces('refusals')
createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={createQueries()}>
    <Widget />
  </QueryClientProvider>,
)
