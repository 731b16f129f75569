import { QueryClient, queryOptions } from '@tanstack/react-query'
import type { Reply, Route } from '../../../contract/route.ts'
import { type CallInput, call, NoAnswerError } from './api.ts'

/** Reading is tried again only when no answer came; a refusal is an answer. */
const maximumReadTries = 3
const freshMs = 10_000

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: freshMs,
        retry: (failures, error) => error instanceof NoAnswerError && failures < maximumReadTries - 1,
        retryDelay: (failures) => 500 * 2 ** failures,
      },
      mutations: { retry: false }, // whether a lost call arrived is found out, never guessed
    },
  })
}

/** Key of a route's answers; `queryClient.invalidateQueries({ queryKey: keyOf(listPayments) })` drops them all. */
export function keyOf(route: Route, input?: { params?: unknown; query?: unknown }): readonly unknown[] {
  const rest = [input?.params, input?.query].filter((part) => part !== undefined)
  return [route.path, ...rest]
}

/** A read route for `useQuery`: `useQuery(reading(readPayment, { params: { id } }))`. */
export function reading<R extends Route>(route: R, input: CallInput<R>) {
  return queryOptions<Reply<R>>({
    queryKey: keyOf(route, input as { params?: unknown; query?: unknown }),
    queryFn: ({ signal }) => call(route, { ...input, signal } as CallInput<R>),
  })
}
