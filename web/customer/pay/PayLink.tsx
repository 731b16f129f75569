import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { PayFlow } from './PayFlow.tsx'

/** A shop's checkout link: the same confirmation as a scanned code, then the way back to the shop. */
export function PayLink() {
  const { checkoutId } = useParams({ from: '/gate/pay/$checkoutId' })
  const navigate = useNavigate()
  const target = useMemo(() => ({ kind: 'checkout', checkoutId }) as const, [checkoutId])
  return <PayFlow key={checkoutId} target={target} backTo="/" onOther={() => navigate({ to: '/scan' })} />
}
