import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { Gate } from './frame/Gate.tsx'

/**
 * Addresses of the desk. The working place stays mounted while the addresses below it change, so that going from one
 * conversation to another moves nothing else on the screen; it reads the address itself, see place.ts.
 */
const root = createRootRoute({ component: Gate })

const work = createRoute({
  getParentRoute: () => root,
  id: 'work',
  component: lazyRouteComponent(() => import('./frame/Workplace.tsx'), 'Workplace'),
})

const places = [
  '/',
  '/cases/$caseId',
  '/cases/$caseId/customer',
  '/cases/$caseId/payments/$paymentId',
  '/macros',
  '/settings',
  '/settings/$part',
  '/settings/teams/$teamId',
  '/customers',
  '/customers/$customerId',
  '/webhooks',
  '/requests',
  '/requests/$requestId',
  '/reviews',
  '/supervision',
  '/supervision/$part',
  '/supervision/cases/$caseId',
  '/reconciliation',
  '/reconciliation/breaks/$breakId',
  '/reconciliation/days/$day',
  '/directory',
  '/help',
  '/help/$slug',
  '/help/$slug/versions/$versionId',
].map((path) => createRoute({ getParentRoute: () => work, path }))

const elsewhere = createRoute({
  getParentRoute: () => root,
  path: '$',
  beforeLoad: () => {
    throw redirect({ href: '/desk/' })
  },
})

export function createDeskRouter() {
  return createRouter({ routeTree: root.addChildren([work.addChildren(places), elsewhere]), basepath: '/desk' })
}
