import type { Staff } from '../../../contract/identity.ts'

/** Places of the desk other than the conversations, by the first part of their address; any of the permissions opens one. */
const permissions = {
  supervision: ['case.supervise'],
  requests: ['limit.decide', 'limit.raise'],
  reviews: ['case.work'],
  reconciliation: ['reconciliation.work'],
  help: ['help.edit'],
  directory: ['directory.edit'],
  macros: ['macro.edit'],
  settings: ['desk.configure'],
  webhooks: ['webhook.resume'],
  customers: ['customer.read'],
} as const satisfies Record<string, readonly Staff['permissions'][number][]>
export type PageName = keyof typeof permissions

export function pagesOf(me: Staff): PageName[] {
  return (Object.keys(permissions) as PageName[]).filter((name) =>
    permissions[name].some((needed) => me.permissions.includes(needed)),
  )
}

/** The page that an address names; who answers no customers finds the first of the own pages everywhere else. */
export function pageAt(me: Staff, path: string): PageName | undefined {
  const own = pagesOf(me)
  const named = own.find((name) => path.split('/')[1] === name)
  return named ?? (me.permissions.includes('case.work') ? undefined : own[0])
}
