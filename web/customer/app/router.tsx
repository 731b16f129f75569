import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import i18next from 'i18next'
import { isLanguage } from '../../ui/i18n/language.ts'
import { changeWords } from '../../ui/i18n/setup.ts'
import { First } from '../home/First.tsx'
import { Gate } from '../session/Gate.tsx'
import { Broken } from './Broken.tsx'
import { Loading } from './Loading.tsx'
import { NotFound } from './NotFound.tsx'
import { Shell } from './Shell.tsx'

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
/** Search parameters that are there; what is empty is left out of the address. */
function kept<K extends string>(search: Record<string, unknown>, ...names: K[]): { [N in K]?: string } {
  const found: { [N in K]?: string } = {}
  for (const name of names) {
    const value = text(search[name])
    if (value !== undefined) found[name] = value
  }
  return found
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound })

const first = createRoute({ getParentRoute: () => root, path: '/', component: First })

// Open to everybody

/** A link from elsewhere may say in which language it is meant. */
const speak = (language: string | undefined) => (isLanguage(language) ? changeWords(language) : undefined)

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/signin',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'back'),
  component: lazyRouteComponent(() => import('../session/SignIn.tsx'), 'SignIn'),
})
const cannotSignIn = createRoute({
  getParentRoute: () => root,
  path: '/signin/help',
  component: lazyRouteComponent(() => import('../session/CannotSignIn.tsx'), 'CannotSignIn'),
})
const signUp = createRoute({
  getParentRoute: () => root,
  path: '/signup',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'back'),
  component: lazyRouteComponent(() => import('../session/SignUp.tsx'), 'SignUp'),
})
const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'search', 'language'),
  beforeLoad: ({ search }) => speak(search.language),
  component: lazyRouteComponent(() => import('../help/Help.tsx'), 'Help'),
})
const article = createRoute({
  getParentRoute: () => root,
  path: '/help/articles/$slug',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'language'),
  beforeLoad: ({ search }) => speak(search.language),
  component: lazyRouteComponent(() => import('../help/ArticlePage.tsx'), 'ArticlePage'),
})
const fees = createRoute({
  getParentRoute: () => root,
  path: '/fees',
  component: lazyRouteComponent(() => import('../settings/Fees.tsx'), 'Fees'),
})

const verifyReceipt = createRoute({
  getParentRoute: () => root,
  path: '/verify-receipt',
  component: lazyRouteComponent(() => import('../history/VerifyReceipt.tsx'), 'VerifyReceipt'),
})

const wordsOfSafety = () => i18next.loadNamespaces('safety')

const safety = createRoute({
  getParentRoute: () => root,
  path: '/safety',
  loader: wordsOfSafety,
  component: lazyRouteComponent(() => import('../safety/Safety.tsx'), 'Safety'),
})
const numbers = createRoute({
  getParentRoute: () => root,
  path: '/safety/numbers',
  loader: wordsOfSafety,
  component: lazyRouteComponent(() => import('../safety/Numbers.tsx'), 'Numbers'),
})

// For the signed-in customer

const gate = createRoute({ getParentRoute: () => root, id: 'gate', component: Gate })

const scan = createRoute({
  getParentRoute: () => gate,
  path: '/scan',
  component: lazyRouteComponent(() => import('../pay/Scan.tsx'), 'Scan'),
})
const send = createRoute({
  getParentRoute: () => gate,
  path: '/send',
  component: lazyRouteComponent(() => import('../pay/Send.tsx'), 'Send'),
})
const payAgain = createRoute({
  getParentRoute: () => gate,
  path: '/pay/unfinished',
  component: lazyRouteComponent(() => import('../pay/PayUnfinished.tsx'), 'PayUnfinished'),
})
const payLink = createRoute({
  getParentRoute: () => gate,
  path: '/pay/$checkoutId',
  component: lazyRouteComponent(() => import('../pay/PayLink.tsx'), 'PayLink'),
})
const addMoney = createRoute({
  getParentRoute: () => gate,
  path: '/add-money',
  validateSearch: (search: Record<string, unknown>) => {
    const amount = search.amount
    return /^\d{1,13}(\.\d{1,2})?$/.test(String(amount ?? '')) ? { amount: String(amount) } : {}
  },
  component: lazyRouteComponent(() => import('../add-money/AddMoney.tsx'), 'AddMoney'),
})
const history = createRoute({
  getParentRoute: () => gate,
  path: '/history',
  component: lazyRouteComponent(() => import('../history/History.tsx'), 'History'),
})
const statements = createRoute({
  getParentRoute: () => gate,
  path: '/history/statements',
  component: lazyRouteComponent(() => import('../history/Statements.tsx'), 'Statements'),
})
const transaction = createRoute({
  getParentRoute: () => gate,
  path: '/history/$paymentId',
  component: lazyRouteComponent(() => import('../history/Transaction.tsx'), 'Transaction'),
})
const newChat = createRoute({
  getParentRoute: () => gate,
  path: '/help/chat',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'payment'),
  component: lazyRouteComponent(() => import('../help/NewChat.tsx'), 'NewChat'),
})
const beforeCall = createRoute({
  getParentRoute: () => gate,
  path: '/safety/call',
  validateSearch: (search: Record<string, unknown>) => kept(search, 'payment'),
  loader: wordsOfSafety,
  component: lazyRouteComponent(() => import('../safety/BeforeCall.tsx'), 'BeforeCall'),
})
const chat = createRoute({
  getParentRoute: () => gate,
  path: '/help/chat/$caseId',
  component: lazyRouteComponent(() => import('../help/Chat.tsx'), 'Chat'),
})
const settings = createRoute({
  getParentRoute: () => gate,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/Settings.tsx'), 'SettingsPage'),
})
const limits = createRoute({
  getParentRoute: () => gate,
  path: '/settings/limits',
  component: lazyRouteComponent(() => import('../settings/Limits.tsx'), 'Limits'),
})
const settingsFees = createRoute({
  getParentRoute: () => gate,
  path: '/settings/fees',
  component: lazyRouteComponent(() => import('../settings/Fees.tsx'), 'Fees'),
})
const security = createRoute({
  getParentRoute: () => gate,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('../settings/Security.tsx'), 'Security'),
})
const changePin = createRoute({
  getParentRoute: () => gate,
  path: '/settings/pin',
  component: lazyRouteComponent(() => import('../settings/ChangePin.tsx'), 'ChangePin'),
})
const changePassword = createRoute({
  getParentRoute: () => gate,
  path: '/settings/password',
  component: lazyRouteComponent(() => import('../settings/ChangePassword.tsx'), 'ChangePassword'),
})
const sessions = createRoute({
  getParentRoute: () => gate,
  path: '/settings/sessions',
  component: lazyRouteComponent(() => import('../settings/Sessions.tsx'), 'Sessions'),
})
const accessLog = createRoute({
  getParentRoute: () => gate,
  path: '/settings/access',
  component: lazyRouteComponent(() => import('../settings/AccessLog.tsx'), 'AccessLog'),
})
const freeze = createRoute({
  getParentRoute: () => gate,
  path: '/settings/freeze',
  component: lazyRouteComponent(() => import('../settings/Freeze.tsx'), 'Freeze'),
})

const routeTree = root.addChildren([
  first,
  signIn,
  cannotSignIn,
  signUp,
  help,
  article,
  fees,
  verifyReceipt,
  safety,
  numbers,
  gate.addChildren([
    scan,
    send,
    payAgain,
    payLink,
    addMoney,
    history,
    statements,
    transaction,
    newChat,
    beforeCall,
    chat,
    settings,
    limits,
    settingsFees,
    security,
    changePin,
    changePassword,
    sessions,
    accessLog,
    freeze,
  ]),
])

/** Every screen but the first is fetched when it is first opened. */
export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

/** Fetches the code of every screen, so that all of them open without a network. Call when the first has come to rest. */
export function fetchScreens(): void {
  for (const route of Object.values(router.routesById)) {
    const component = route.options.component as { preload?: () => Promise<unknown> } | undefined
    component?.preload?.().catch(() => {}) // it is fetched again when the screen is opened
  }
}
