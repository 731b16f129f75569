import { useMutation } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { lookUp } from '../../../contract/console.ts'
import type { Staff } from '../../../contract/identity.ts'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'
import { LookedUp } from './LookedUp.tsx'

const shortestQuestion = 3

function customerAt(path: string): string | null {
  return /^\/customers\/([^/]+)/.exec(path)?.[1] ?? null
}

/** Looking a customer up without having their case: the question and the reason first, the customer then. */
export function LookUp({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  const customerId = useRouterState({ select: (state) => customerAt(state.location.pathname) })
  const go = useGo()
  useCommand('back', () => go(customerId ? '/customers' : '/'))
  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-160 bg-surface desktop:border-x desktop:border-line">
          <h1 className="px-4 py-4 text-20 font-bold">{t('pages.customers')}</h1>
          {customerId ? <LookedUp key={customerId} customerId={customerId} /> : <Question />}
        </div>
      </main>
    </div>
  )
}

function Question() {
  const { t } = useWords('desk')
  const go = useGo()
  const [about, setAbout] = useState('')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const asked = about.trim().length >= shortestQuestion
  const look = useMutation({
    mutationFn: () => call(lookUp, { body: { about: about.trim(), reason: reason.trim() } }),
    onSuccess: ({ customerId }) => go(`/customers/${customerId}`),
  })
  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (asked && isReason(reason) && !look.isPending) look.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4 px-4 pb-6">
      <p>{t('look.about')}</p>
      <TextField
        label={t('look.whom')}
        hint={t('look.whom_hint')}
        fault={tried && !asked ? t('look.whom_short') : undefined}
        value={about}
        onChange={setAbout}
        autoComplete="off"
      />
      <ReasonField
        value={reason}
        onChange={setReason}
        tried={tried}
        hint={t('look.hint')}
        onSubmit={submit}
        autoFocus={false}
      />
      {look.error && <Problem error={look.error} />}
      <Button type="submit" tone="primary" busy={look.isPending ? t('look.opening') : undefined}>
        {t('look.action')}
      </Button>
    </form>
  )
}
