import { Outlet, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { RefusedError } from '../../ui/net/api.ts'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { PhonePage } from '../../ui/parts/Page.tsx'
import { Loading } from '../app/Loading.tsx'
import { useMe } from './me.ts'

/** Lets the signed-in customer through; anybody else signs in first and comes back to the same place. */
export function Gate() {
  const me = useMe()
  const router = useRouter()
  const signedOut = me.error instanceof RefusedError && me.error.code === 'signin_required'
  useEffect(() => {
    if (signedOut) router.navigate({ to: '/signin', search: { back: router.state.location.href }, replace: true })
  }, [signedOut, router])
  if (me.data && !signedOut) return <Outlet />
  if (me.isPending || signedOut) return <Loading />
  return (
    <PhonePage title="Dompet">
      <ErrorState error={me.error} onRetry={() => me.refetch()} />
    </PhonePage>
  )
}
