import { useNavigate } from '@tanstack/react-router'

/** To a person, with the transaction that it is about where there is one. */
export function useAskPerson() {
  const navigate = useNavigate()
  return (paymentId?: string | null) => navigate({ to: '/help/chat', search: paymentId ? { payment: paymentId } : {} })
}
