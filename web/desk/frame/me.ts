import { type QueryClient, useQuery } from '@tanstack/react-query'
import { readStaffMe, type Staff } from '../../../contract/identity.ts'
import { RefusedError } from '../../ui/net/api.ts'
import { keyOf, reading } from '../../ui/net/query.ts'

const meFreshMs = 5 * 60_000

export function useMe() {
  return useQuery({ ...reading(readStaffMe, {}), staleTime: meFreshMs })
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof RefusedError && error.code === 'signin_required'
}

/** Whatever call hears that the session is over, the desk asks once who is here, and the gate then shows the sign-in. */
export function noticeSignOut(queries: QueryClient): () => void {
  const meKey = keyOf(readStaffMe)
  const ask = () => void queries.invalidateQueries({ queryKey: meKey }, { cancelRefetch: false })
  const fromQueries = queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return
    if (event.query.queryKey[0] !== meKey[0] && isSignedOut(event.action.error)) ask()
  })
  const fromMutations = queries.getMutationCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'error' && isSignedOut(event.action.error)) ask()
  })
  return () => {
    fromQueries()
    fromMutations()
  }
}

/** What another member of staff had read on this device is forgotten. */
export function setMe(queries: QueryClient, me: Staff): void {
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== readStaffMe.path })
  queries.setQueryData(keyOf(readStaffMe), me)
}
