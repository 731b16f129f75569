import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { conversationPath, inboxPath, type Place, readPlace } from './address.ts'

/** Where "back" leads. With all columns in sight a conversation stays open: there is nothing behind it. */
export function backFrom({ column, caseId }: Exclude<Place, { column: 'inbox' }>): string {
  if (column === 'customer' || showsAllColumns()) return conversationPath(caseId)
  return inboxPath
}

/** The `desktop` breakpoint of web/ui/ui.css. */
function showsAllColumns(): boolean {
  return matchMedia('(min-width: 64rem)').matches
}

export function usePlace(): Place {
  const path = useRouterState({ select: (state) => state.location.pathname })
  return useMemo(() => readPlace(path), [path])
}

/** Goes to one of the paths above. */
export function useGo(): (path: string) => void {
  const navigate = useNavigate()
  return (path) => void navigate({ to: path as never })
}
