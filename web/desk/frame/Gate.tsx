import { useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { Problem } from '../parts/Problem.tsx'
import { isSignedOut, noticeSignOut, useMe } from './me.ts'
import { SignIn } from './SignIn.tsx'

/** Nobody sees the desk without a staff session; whoever was away too long is asked to sign in where they were. */
export function Gate() {
  const queries = useQueryClient()
  const me = useMe()
  useEffect(() => noticeSignOut(queries), [queries])

  if (isSignedOut(me.error)) return <SignIn wasAway={me.data !== undefined} />
  if (me.data) return <Outlet />
  if (!me.error) return <main className="min-h-dvh bg-ground" aria-busy="true" />
  return (
    <main className="mx-auto max-w-112 px-gutter py-10">
      <Problem error={me.error} onRetry={() => void me.refetch()} />
    </main>
  )
}
