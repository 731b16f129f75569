import { useRouter, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { newKey } from '../../ui/net/keys.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The step that each flow on the screen is at. */
    steps?: Record<string, string>
  }
}

/**
 * Steps of one screen, each a step of the browser's history, so that "back" on a phone goes one step back. Whoever opens
 * or reloads the screen begins at the first: what was typed is gone, too.
 */
export function useSteps<S extends string>(first: S) {
  const router = useRouter()
  const [flow] = useState(newKey)
  const step = useRouterState({ select: (router) => router.location.state.steps?.[flow] }) as S | undefined
  return {
    step: step ?? first,
    go(next: S) {
      const { href, state } = router.state.location
      router.history.push(href, { steps: { ...state.steps, [flow]: next } })
    },
    back: () => router.history.back(),
  }
}
