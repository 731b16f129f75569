import { useRouter, useRouterState } from '@tanstack/react-router'
import { useState } from 'react'
import { newKey } from '../../ui/net/keys.ts'

declare module '@tanstack/react-router' {
  interface HistoryState {
    flow?: string
    step?: string
  }
}

/**
 * Steps of one screen, each a step of the browser's history, so that "back" on a phone goes one step back. Whoever opens
 * or reloads the screen begins at the first: what was typed is gone, too.
 */
export function useSteps<S extends string>(first: S) {
  const router = useRouter()
  const [flow] = useState(newKey)
  const state = useRouterState({ select: (router) => router.location.state })
  const step = state.flow === flow ? (state.step as S) : first
  return {
    step,
    go: (next: S) => router.history.push(router.state.location.href, { flow, step: next }),
    back: () => router.history.back(),
  }
}
