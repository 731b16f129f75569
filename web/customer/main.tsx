import '../ui/ui.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import i18next from 'i18next'
import { createRoot } from 'react-dom/client'
import { startWords } from '../ui/i18n/setup.ts'
import { startLook } from '../ui/look.ts'
import { Toasts } from '../ui/parts/Toast.tsx'
import { installShell } from './app/install.ts'
import { queries } from './app/queries.ts'
import { fetchScreens, router } from './app/router.tsx'
import { safetyWords } from './safety/words.ts'
import { words } from './words.ts'

/** By then the first screen has come to rest. */
const quietAfterMs = 4_000

startLook('customer')
await startWords({ customer: words }, { safety: safetyWords })
createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={queries}>
    <RouterProvider router={router} />
    <Toasts />
  </QueryClientProvider>,
)
installShell()
// The words of refusals are there before the first one is needed; the code of other screens comes when all is quiet.
requestAnimationFrame(() => i18next.loadNamespaces('refusals'))
setTimeout(() => {
  fetchScreens()
  i18next.loadNamespaces('safety')
}, quietAfterMs)
