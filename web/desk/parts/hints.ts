import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Route } from '../../../contract/route.ts'
import { keyOf } from '../../ui/net/query.ts'
import type { Changed } from '../../ui/net/socket.ts'
import { useLiveChanges } from '../../ui/net/useLive.tsx'

/** Reads these again when the live connection hints at news (of the desk, or else of `what`); hints within `gatherMs` are answered once. */
export function useReadOnNews(route: Route, gatherMs: number, what: Changed = 'inbox'): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const onChanged = useCallback(
    (changed: Changed) => {
      if (changed !== what || timer.current !== undefined) return
      timer.current = setTimeout(() => {
        timer.current = undefined
        void queries.invalidateQueries({ queryKey: keyOf(route) })
      }, gatherMs)
    },
    [queries, route, gatherMs, what],
  )
  useLiveChanges(onChanged)
  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
}
