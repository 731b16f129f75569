import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { listChats } from '../../../contract/chat.ts'
import { findOwnGuest, joinGuest } from '../../../contract/guest-join.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { dropGuestToken, readGuestToken } from '../../ui/net/guestToken.ts'
import { hasUnsent } from '../../ui/net/outbox.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { explainable } from '../../ui/refusal/explainable.ts'
import { RefusalCard } from '../../ui/refusal/RefusalCard.tsx'
import { formatWhen } from '../../ui/time.ts'
import { sayTopic } from './topics.ts'

const declinedKey = 'dompet.guest.declined'
/** Who said no to which visitor, without the token itself. */
const refusalOf = (customerId: string, token: string) => `${customerId}.${token.slice(0, 8)}`

/** The visitor of this device, unless this customer said no before or words of the visitor are still on their way. */
function askedToken(customerId: string): string | null {
  const token = readGuestToken()
  if (token === null || hasUnsent('guest')) return null
  return localStorage.getItem(declinedKey) === refusalOf(customerId, token) ? null : token
}

/** One plain question to who has just signed in: was the visitor who wrote to us on this device them? */
export function OwnGuest({ customerId }: { customerId: string }) {
  const { t, language } = useWords('customer')
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [token, setToken] = useState(() => askedToken(customerId))
  const found = useQuery({
    queryKey: [findOwnGuest.path, token],
    queryFn: ({ signal }) => call(findOwnGuest, { body: { token: token! }, signal }),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const joining = useMutation({
    mutationFn: () => call(joinGuest, { body: { token: token! } }),
    onSuccess: ({ caseId }) => {
      dropGuestToken()
      queries.invalidateQueries({ queryKey: keyOf(listChats) })
      navigate({ to: '/help/chat/$caseId', params: { caseId } })
    },
  })
  const guest = found.data?.guest
  if (!guest || token === null) return null

  function decline(held: string) {
    localStorage.setItem(declinedKey, refusalOf(customerId, held))
    setToken(null)
  }

  return (
    <>
      <Notice
        meaning="info"
        title={t('own_guest.title')}
        action={
          <div className="flex flex-wrap gap-2">
            <Button
              tone="primary"
              busy={joining.isPending ? t('own_guest.busy') : undefined}
              onClick={() => joining.mutate()}
            >
              {t('own_guest.yes')}
            </Button>
            <Button onClick={() => decline(token)}>{t('own_guest.no')}</Button>
          </div>
        }
      >
        <p className="wrap-anywhere">
          {t('own_guest.text', {
            name: guest.name,
            when: formatWhen(guest.openedAt, language, new Date()),
            topic: sayTopic(t, guest.topic),
          })}
        </p>
        <p>{t('own_guest.about')}</p>
      </Notice>
      {joining.error && (
        <RefusalCard refusal={explainable(joining.error)} onNext={() => navigate({ to: '/help/chat' })} />
      )}
    </>
  )
}
