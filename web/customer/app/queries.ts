import { readMe } from '../../../contract/identity.ts'
import { RefusedError } from '../../ui/net/api.ts'
import { createQueries, keyOf } from '../../ui/net/query.ts'
import { sessionEnded } from '../session/presence.ts'

/** What the server has told us, once for the whole app. */
export const queries = createQueries()

const meKey = keyOf(readMe)

/** Whatever is asked, "please sign in" means the same: the session has ended. */
queries.getQueryCache().subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return
  if (event.query.queryKey[0] === meKey[0]) noticeEnd(event.action.error)
  else noticeSignedOut(event.action.error)
})
queries.getMutationCache().subscribe((event) => {
  if (event.type === 'updated' && event.action.type === 'error') noticeSignedOut(event.action.error)
})

/** After a call that was refused for want of a session: ask who is there, so that the gate can close. */
export function noticeSignedOut(error: unknown): void {
  if (noticeEnd(error)) queries.resetQueries({ queryKey: meKey })
}

function noticeEnd(error: unknown): boolean {
  const ended = error instanceof RefusedError && error.code === 'signin_required'
  if (ended) sessionEnded()
  return ended
}
