import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type HeldTopUp, keepHeldTopUp, listHeldTopUps, returnHeldTopUp } from '../../../contract/held-top-ups.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'
import { Problem } from '../parts/Problem.tsx'
import { ReasonSheet } from '../parts/ReasonSheet.tsx'
import { readAllAgain } from './reconciliation.ts'

/** Transfers that customers cannot hold yet: what is kept for whom, and the way back. */
export function Held() {
  const { t } = useWords('desk')
  const list = useQuery(reading(listHeldTopUps, {}))
  const held = list.data?.held ?? []
  return (
    <Section title={t('held.title')}>
      {list.error && !list.data && <Problem error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && <p className="text-15 text-ink-soft">{t(held.length === 0 ? 'held.none' : 'held.text')}</p>}
      {held.length > 0 && (
        <List label={t('held.title')}>
          {held.map((transfer) => (
            <HeldLine key={transfer.reference} transfer={transfer} />
          ))}
        </List>
      )}
    </Section>
  )
}

function HeldLine({ transfer }: { transfer: HeldTopUp }) {
  const { t, language } = useWords('desk')
  const { reference, customerName, amount, heldAt, state, returnReference } = transfer
  const deed = state === 'held' ? 'return' : 'keep'
  const queries = useQueryClient()
  const lines = [t('held.since', { at: formatMoment(heldAt, language, operatorZone) })]
  if (state === 'returning') lines.push(t('held.state_returning'), t('held.mark', { mark: returnReference }))
  const [asked, setAsked] = useState(false)
  const moving = useMutation({
    mutationFn: (reason: string) =>
      call(deed === 'return' ? returnHeldTopUp : keepHeldTopUp, { params: { reference }, body: { reason } }),
    onSuccess: () => {
      setAsked(false)
      return readAllAgain(queries)
    },
  })
  return (
    <li className={rowClass}>
      <RowContent
        title={customerName}
        about={lines.map((line) => (
          <span key={line} className="block wrap-anywhere">
            {line}
          </span>
        ))}
        after={<Amount money={amount} />}
        afterAbout={
          <Button tone="plain" className="-mr-3" onClick={() => setAsked(true)}>
            {t(`held.${deed}`)}
          </Button>
        }
      />
      <ReasonSheet
        title={t(`held.${deed}`)}
        about={t(`held.${deed}_about`, { mark: returnReference })}
        action={t(`held.${deed}`)}
        open={asked}
        busy={moving.isPending}
        error={moving.error}
        onClose={() => setAsked(false)}
        onReason={(reason) => moving.mutate(reason)}
      />
    </li>
  )
}
