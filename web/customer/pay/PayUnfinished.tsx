import { Navigate, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { PayFlow } from './PayFlow.tsx'
import { forgetUnfinished, readUnfinished } from './unfinished.ts'

/** Takes up the payment that was waiting for money. */
export function PayUnfinished() {
  const navigate = useNavigate()
  const [unfinished] = useState(readUnfinished)
  useEffect(forgetUnfinished, [])
  if (!unfinished) return <Navigate to="/" replace />
  const { target, amount } = unfinished
  return (
    <PayFlow
      target={target}
      amount={target.kind === 'checkout' ? undefined : amount}
      backTo="/"
      onOther={() => navigate({ to: target.kind === 'phone' ? '/send' : '/scan' })}
    />
  )
}
