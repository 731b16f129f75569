import { useQuery } from '@tanstack/react-query'
import { type Customer, readMe } from '../../../contract/identity.ts'
import { listPayments, readPayment } from '../../../contract/payments.ts'
import type { Reply } from '../../../contract/route.ts'
import { keyOf, reading } from '../../ui/net/query.ts'
import { queries } from '../app/queries.ts'
import { sessionLeft, sessionStarted } from './presence.ts'
import { forgetWritten, keepWrittenOf } from './written.ts'

export type Me = Reply<typeof readMe>

/** The signed-in customer with balance and limits. */
export const meQuery = reading(readMe, {})

export function useMe() {
  return useQuery(meQuery)
}

/** Read again what moves with money: balance, limits, history. */
export function refreshMoney(): void {
  queries.invalidateQueries({ predicate: ({ queryKey }) => isMoneyKey(String(queryKey[0])) })
}

function isMoneyKey(path: string): boolean {
  return path === readMe.path || path === listPayments.path || path === readPayment.path
}

/** After sign-in or sign-up. Whatever was known of somebody else is forgotten. */
export function enter(customerId: string): void {
  queries.clear()
  keepWrittenOf(customerId)
  sessionStarted()
}

export function leave(): void {
  sessionLeft()
  queries.clear()
  forgetWritten()
}

/** Takes over what a settings route answered, without asking again. */
export function takeCustomer(customer: Customer): void {
  queries.setQueryData(meQuery.queryKey, (known) => known && { ...known, ...customer })
  queries.invalidateQueries({ queryKey: keyOf(readMe) })
}
