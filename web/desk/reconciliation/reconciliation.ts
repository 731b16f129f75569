import type { QueryClient } from '@tanstack/react-query'
import { listHeldTopUps } from '../../../contract/held-top-ups.ts'
import type { Money } from '../../../contract/money.ts'
import { readBreak, readReconciliation } from '../../../contract/reconciliation.ts'
import type { Language } from '../../ui/i18n/language.ts'
import { keyOf } from '../../ui/net/query.ts'
import { formatDate, operatorZone } from '../../ui/time.ts'

/** What finance staff look at; on a narrow screen one thing at a time. */
export type Looking = { at: 'overview' } | { at: 'break'; breakId: string } | { at: 'day'; day: string }

export const overviewPath = '/reconciliation'
export const breakPath = (breakId: string) => `/reconciliation/breaks/${breakId}`
export const dayPath = (day: string) => `/reconciliation/days/${day}`

/** Undefined where the address is another part of the desk. */
export function readLooking(path: string): Looking | undefined {
  const [, first, kind, id] = path.split('/')
  if (first !== 'reconciliation') return undefined
  if (kind === 'breaks' && id) return { at: 'break', breakId: id }
  if (kind === 'days' && id) return { at: 'day', day: id }
  return { at: 'overview' }
}

/** A day of the operator's calendar as people write it. */
export function sayDay(day: string, language: Language): string {
  return formatDate(`${day}T05:00:00Z`, language, operatorZone)
}

export function absolute(money: Money): Money {
  return { ...money, amount: money.amount.replace(/^-/, '') }
}

/** After anything was done, everything here may have changed. */
export function readAllAgain(queries: QueryClient): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: keyOf(readReconciliation) }),
    queries.invalidateQueries({ queryKey: keyOf(readBreak) }),
    queries.invalidateQueries({ queryKey: keyOf(listHeldTopUps) }),
  ])
}
