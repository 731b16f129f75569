import { useNavigate, useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { RefusedError } from '../../ui/net/api.ts'
import { PayFlow } from './PayFlow.tsx'
import { QuoteRefused } from './quote.tsx'
import { isCheckoutId } from './scanned.ts'

/** A shop's checkout link: the same confirmation as a scanned code, then the way back to the shop. */
export function PayLink() {
  const { checkoutId } = useParams({ from: '/gate/pay/$checkoutId' })
  const navigate = useNavigate()
  const target = useMemo(() => ({ kind: 'checkout', checkoutId }) as const, [checkoutId])
  const onOther = () => navigate({ to: '/scan' })
  if (isCheckoutId(checkoutId)) return <PayFlow key={checkoutId} target={target} backTo="/" onOther={onOther} />
  return (
    <QuoteRefused
      error={cutLink}
      target={{ kind: 'checkout' }}
      backTo="/"
      onRetry={onOther}
      onOther={onOther}
      onAmount={onOther}
    />
  )
}

/** As the server says it of a link that is whole and leads to nothing. */
const cutLink = new RefusedError({ code: 'code_malformed', figures: { reason: 'link_unknown' } }, 422)
