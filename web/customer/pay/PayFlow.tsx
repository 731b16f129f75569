import { useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Money } from '../../../contract/money.ts'
import type { Target } from '../../../contract/payments.ts'
import { PinPad } from '../../ui/fields/PinPad.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { newKey } from '../../ui/net/keys.ts'
import { explainBriefly } from '../../ui/refusal/explain.ts'
import { type BackTo, Screen } from '../app/Screen.tsx'
import { useSteps } from '../app/steps.ts'
import { useMe } from '../session/me.ts'
import { AmountStep } from './AmountStep.tsx'
import { AttemptBanner } from './AttemptBanner.tsx'
import { isOpen } from './attempt.ts'
import { forgetAttempt, keptAttempt, useAttempt } from './attempts.ts'
import { ConfirmStep } from './ConfirmStep.tsx'
import { DuplicateSheet } from './DuplicateSheet.tsx'
import { NotPaid } from './NotPaid.tsx'
import { Paid } from './Paid.tsx'
import { type Quote, QuoteRefused, QuoteWaiting, useQuote } from './quote.tsx'
import { type Outcome, sendPayment } from './sending.ts'
import { Unknown } from './Unknown.tsx'
import { keepUnfinished } from './unfinished.ts'

type Step = 'start' | 'confirm' | 'pin'

type PayFlowProps = {
  target: Target
  /** An amount that was already chosen, when a payment is taken up again. */
  amount?: string | undefined
  backTo: BackTo
  /** To another payee or code: what "scan again" and "another number" lead to. */
  onOther: () => void
  /** One step back from the first step, where that is not the way the screen was come by. */
  onBack?: (() => void) | undefined
}

/** One payment: who and how much, what it costs, the PIN, what became of it. */
export function PayFlow({ target, amount: firstAmount, backTo, onOther, onBack }: PayFlowProps) {
  const { t, language } = useWords('customer')
  const me = useMe()
  const { step, go, back } = useSteps<Step>('start')
  const [amount, setAmount] = useState(firstAmount ?? '')
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(firstAmount)
  const [chosen, setChosen] = useState(firstAmount !== undefined)
  const quote = useQuote(target, asked)
  const payment = usePayment(target, note)
  const open = useAttempt(me.data?.id)
  const waits = open && isOpen(open) && !payment.sending

  function onAgain() {
    payment.startOver()
    quote.refetch()
    go('confirm')
  }
  function onAmount() {
    payment.startOver()
    setChosen(false)
    setAsked(undefined)
    go('start')
  }

  useBackFromOutcome(step, payment.outcome, payment.startOver)

  if (payment.outcome) {
    return <Result outcome={payment.outcome} {...{ target, onOther, onAgain, onAmount, quote: payment.quote! }} />
  }
  if (payment.unknown) return <Unknown quote={payment.quote!} />
  if (quote.error) {
    return (
      <QuoteRefused error={quote.error} onRetry={() => quote.refetch()} {...{ target, backTo, onOther, onAmount }} />
    )
  }
  if (!quote.data) return <QuoteWaiting target={target} backTo={backTo} />

  const known = quote.data
  const askAmount = !known.amountFixed && step === 'start' && !chosen
  const total = known.total
  if (askAmount || quote.isPlaceholderData || !total || !known.amount || !known.fee) {
    return (
      <AmountStep
        quote={known}
        {...{ backTo, onBack, amount, note }}
        busy={quote.isPlaceholderData}
        onAmount={setAmount}
        onNote={setNote}
        onNext={() => {
          setAsked(amount)
          go('confirm')
        }}
        banner={me.data && <AttemptBanner customerId={me.data.id} />}
      />
    )
  }
  if (step === 'pin' && me.data) {
    const figures = { amount: formatMoney(total, language), payee: known.payee.name }
    return (
      <Screen title={t('pay.pin_title')} onBack={payment.sending ? undefined : back}>
        <PinPad
          label={t('pay.pin_label', figures)}
          value={payment.pin}
          onChange={payment.setPin}
          onComplete={(pin) => payment.send(me.data.id, known, pin)}
          busy={payment.sending ? t('pay.sending') : undefined}
          fault={payment.pinFault}
        />
        <DuplicateSheet
          refusal={payment.duplicate}
          onAgain={() => payment.sendAgain(me.data.id, known)}
          onClose={payment.dropDuplicate}
        />
      </Screen>
    )
  }
  return (
    <ConfirmStep
      quote={known}
      note={note}
      withheld={waits ? t('pay.withheld') : undefined}
      backTo={backTo}
      onBack={step === 'confirm' ? back : onBack}
      onPay={() => go('pin')}
      onAddMoney={() => keepUnfinished({ target, amount: known.amount!.amount, payee: known.payee.name })}
      banner={me.data && <AttemptBanner customerId={me.data.id} />}
    />
  )
}

/** What is sent and what comes back; the PIN is held only until the outcome is known. */
function usePayment(target: Target, note: string) {
  const refusals = useWords('refusals')
  const [pin, setPin] = useState('')
  const [pinFault, setPinFault] = useState<string>()
  const [sending, setSending] = useState(false)
  const [unknown, setUnknown] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  const [duplicate, setDuplicate] = useState<(Outcome & { kind: 'refused' }) | null>(null)
  const quoted = useRef<Quote>(undefined)
  const heldPin = useRef('')
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  async function send(customerId: string, quote: Quote, withPin: string, again = false) {
    quoted.current = quote
    heldPin.current = withPin
    setSending(true)
    setPinFault(undefined)
    const amount = quote.amount as Money
    const attempt = {
      key: newKey(),
      customerId,
      target,
      amount,
      payee: quote.payee.name,
      startedAt: new Date().toISOString(),
      state: 'sending' as const,
      paymentId: null,
    }
    const body = {
      target,
      amount: amount.amount,
      fee: (quote.fee as Money).amount,
      pin: withPin,
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(again ? { again } : {}),
    }
    const result = await sendPayment(attempt, body, () => setUnknown(true))
    // Whoever went on meanwhile has not seen it: the banner tells them, and forgets it then.
    if (!here.current) return
    setSending(false)
    setUnknown(false)
    setPin('')
    take(result)
    const kept = keptAttempt(attempt.key)
    if (kept && !isOpen(kept)) forgetAttempt(attempt.key)
  }

  function take(result: Outcome) {
    if (result.kind === 'refused' && result.refusal.code === 'pin_wrong') {
      heldPin.current = ''
      const { code, figures } = result.refusal
      return setPinFault(explainBriefly(refusals, { code, figures, kind: kindOf(quoted.current!) }))
    }
    if (result.kind === 'refused' && result.refusal.code === 'possible_duplicate') return setDuplicate(result)
    heldPin.current = ''
    setOutcome(result)
  }

  return {
    pin,
    setPin: (next: string) => {
      setPinFault(undefined)
      setPin(next)
    },
    pinFault,
    sending,
    unknown,
    outcome,
    quote: quoted.current,
    duplicate: duplicate?.refusal ?? null,
    send,
    sendAgain(customerId: string, quote: Quote) {
      setDuplicate(null)
      send(customerId, quote, heldPin.current, true)
    },
    /** The customer does not want to pay twice: the refusal is the outcome. */
    dropDuplicate() {
      heldPin.current = ''
      if (duplicate) setOutcome(duplicate)
      setDuplicate(null)
    },
    startOver: () => setOutcome(undefined),
  }
}

const kindOf = ({ payee }: Quote) => (payee.kind === 'person' ? 'send' : 'shop')

/** "Back" on the phone leaves what was paid, and goes from what was not paid to the step before. */
function useBackFromOutcome(step: Step, outcome: Outcome | undefined, startOver: () => void) {
  const navigate = useNavigate()
  const cameAt = useRef(step)
  if (!outcome) cameAt.current = step
  useEffect(() => {
    if (!outcome || step === cameAt.current) return
    if (outcome.kind === 'paid') navigate({ to: '/', replace: true })
    else startOver()
  })
}

type ResultProps = {
  outcome: Outcome
  quote: Quote
  target: Target
  onOther: () => void
  onAgain: () => void
  onAmount: () => void
}

function Result({ outcome, quote, target, onOther, onAgain, onAmount }: ResultProps) {
  if (outcome.kind === 'paid') return <Paid payment={outcome.payment} quote={quote} />
  return (
    <NotPaid
      outcome={outcome}
      quote={quote}
      onOther={onOther}
      onAgain={onAgain}
      onAmount={quote.amountFixed ? undefined : onAmount}
      onAddMoney={() => keepUnfinished({ target, amount: quote.amount!.amount, payee: quote.payee.name })}
    />
  )
}
