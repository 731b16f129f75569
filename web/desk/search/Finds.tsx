import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { lookUp } from '../../../contract/console.ts'
import type { Reply } from '../../../contract/route.ts'
import type { FoundPerson, searchDesk } from '../../../contract/search.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { call } from '../../ui/net/api.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { formatWhen } from '../../ui/time.ts'
import { categoryName, useCategories } from '../case/sheet.ts'
import { paymentName } from '../customer/payment.ts'
import { conversationPath, paymentPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { isReason, ReasonField } from '../parts/ReasonField.tsx'

type Found = Reply<typeof searchDesk>

/** What was found, by kinds. Somebody whose conversation is not the agent's opens with a reason. */
export function Finds({ finds, onDone }: { finds: Found; onDone: () => void }) {
  const { t, language } = useWords('cases')
  const desk = useWords('desk')
  const go = useGo()
  const categories = useCategories()
  const [asked, setAsked] = useState<FoundPerson | null>(null)
  if (asked) return <Why person={asked} onBack={() => setAsked(null)} onDone={onDone} />

  function open(path: string) {
    onDone()
    go(path)
  }
  const when = (at: string) => formatWhen(at, language, new Date())
  const { cases, messages, payments, customers } = finds
  return (
    <>
      <Group title={t('search.cases')} count={cases?.length}>
        {cases?.map((one) => (
          <Find
            key={one.caseId}
            title={`${one.number} · ${categoryName(categories, one.category, language)}`}
            under={`${one.customer.name} · ${when(one.at)}`}
            after={one.state === 'closed' && <Badge>{t('stage.closed')}</Badge>}
            onOpen={() => open(conversationPath(one.caseId))}
          />
        ))}
      </Group>
      <Group title={t('search.messages')} count={messages?.length}>
        {messages?.map((one) => (
          <Find
            key={`${one.caseId} ${one.seq}`}
            title={<Excerpt pieces={one.excerpt} />}
            under={`${one.kind === 'note' ? `${t('search.note')} · ` : ''}${one.customer.name} · ${one.number} · ${when(one.at)}`}
            onOpen={() => open(conversationPath(one.caseId))}
          />
        ))}
      </Group>
      <Group title={t('search.payments')} count={payments?.length}>
        {payments?.map((one) => (
          <Find
            key={one.paymentId}
            title={`${paymentName(one, desk.t)}${one.amount ? ` · ${formatMoney(one.amount, language)}` : ''}`}
            under={`${one.reference} · ${one.customer.name} · ${when(one.at)}`}
            onOpen={() => (one.caseId ? open(paymentPath(one.caseId, one.paymentId)) : setAsked(one.customer))}
          />
        ))}
      </Group>
      <Group title={t('search.customers')} count={customers?.length}>
        {customers?.map(({ customer, phone, caseId }) => (
          <Find
            key={customer.id}
            title={customer.name}
            under={phone ?? ''}
            onOpen={() => (caseId ? open(conversationPath(caseId)) : setAsked(customer))}
          />
        ))}
      </Group>
    </>
  )
}

function Group({ title, count, children }: { title: string; count: number | undefined; children: ReactNode }) {
  const id = useId()
  if (!count) return null
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1">
      <h3 id={id} className="text-13 font-strong text-ink-soft">
        {title}
      </h3>
      <ul className="-mx-2 flex flex-col">{children}</ul>
    </section>
  )
}

type FindProps = { title: ReactNode; under: string; after?: ReactNode; onOpen: () => void }

function Find({ title, under, after, onOpen }: FindProps) {
  return (
    <li>
      <button
        type="button"
        data-find
        onClick={onOpen}
        className="moves flex w-full items-center gap-3 rounded-input px-2 py-2 text-left hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1">
          <span className="line-clamp-2 break-words font-strong tabular-nums">{title}</span>
          <span className="block truncate text-13 text-ink-soft tabular-nums">{under}</span>
        </span>
        {after}
      </button>
    </li>
  )
}

function Excerpt({ pieces }: { pieces: readonly { text: string; hit: boolean }[] }) {
  return pieces.map(({ text, hit }, index) =>
    hit ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name and never change places
      <mark key={index} className="bg-accent-soft text-ink">
        {text}
      </mark>
    ) : (
      text
    ),
  )
}

/** Before a customer is opened whose conversation is not the agent's: why. The customer reads it. */
function Why({ person, onBack, onDone }: { person: FoundPerson; onBack: () => void; onDone: () => void }) {
  const { t } = useWords('cases')
  const go = useGo()
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const look = useMutation({
    mutationFn: () => call(lookUp, { body: { about: person.id, reason: reason.trim() } }),
    onSuccess: ({ customerId }) => {
      onDone()
      go(`/customers/${customerId}`)
    },
  })
  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (isReason(reason) && !look.isPending) look.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <h3 className="text-17 font-bold">{person.name}</h3>
      <p>{t('search.why')}</p>
      <ReasonField value={reason} onChange={setReason} tried={tried} hint={t('search.why_hint')} onSubmit={submit} />
      {look.error && <Problem error={look.error} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" busy={look.isPending ? t('search.looking') : undefined}>
          {t('search.look')}
        </Button>
        <Button tone="plain" onClick={onBack}>
          {t('search.back')}
        </Button>
      </div>
    </form>
  )
}
