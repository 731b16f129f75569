import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef } from 'react'
import type { Route } from '../../../contract/route.ts'
import { keyOf } from '../../ui/net/query.ts'
import { useLiveChanges } from '../../ui/net/useLive.tsx'

/** Reads these again when the live connection hints at news of the desk; hints within `gatherMs` are answered once. */
export function useReadOnNews(route: Route, gatherMs: number): void {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const onChanged = useCallback(
    (what: string) => {
      if (what !== 'inbox' || timer.current !== undefined) return
      timer.current = setTimeout(() => {
        timer.current = undefined
        void queries.invalidateQueries({ queryKey: keyOf(route) })
      }, gatherMs)
    },
    [queries, route, gatherMs],
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
