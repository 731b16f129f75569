import '../ui/ui.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { startWords } from '../ui/i18n/setup.ts'
import { startLook } from '../ui/look.ts'
import { createQueries } from '../ui/net/query.ts'
import { Toasts } from '../ui/parts/Toast.tsx'
import { caseWords } from './case/words.ts'
import { directoryWords } from './directory/words.ts'
import { knowledgeWords } from './knowledge/words.ts'
import { requestWords } from './requests/words.ts'
import { createDeskRouter } from './routes.tsx'
import { settingsWords } from './settings/words.ts'
import { supervisionWords } from './supervision/words.ts'
import { webhookWords } from './webhooks/words.ts'
import { deskWords } from './words.ts'

startLook('desk')
await startWords(
  { desk: deskWords, cases: caseWords, requests: requestWords },
  {
    knowledge: knowledgeWords,
    directory: directoryWords,
    supervision: supervisionWords,
    settings: settingsWords,
    webhooks: webhookWords,
  },
)

createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={createQueries()}>
    <RouterProvider router={createDeskRouter()} />
    <Toasts place="top" />
  </QueryClientProvider>,
)
