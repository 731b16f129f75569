import { type FormEvent, type ReactNode, useState } from 'react'
import { AmountField } from '../../ui/fields/AmountField.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, toMinor } from '../../ui/money.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { type BackTo, Screen } from '../app/Screen.tsx'
import { Payee } from './Payee.tsx'
import type { Quote } from './quote.tsx'

const maximumNoteCharacters = 140

type AmountStepProps = {
  quote: Quote
  backTo: BackTo
  onBack?: (() => void) | undefined
  amount: string
  onAmount: (amount: string) => void
  note: string
  onNote: (note: string) => void
  onNext: () => void
  busy: boolean
  banner?: ReactNode
}

/** How much, to a person or to a shop whose code leaves it open. */
export function AmountStep(props: AmountStepProps) {
  const { quote, backTo, onBack, amount, onAmount, note, onNote, onNext, busy, banner } = props
  const { t, language } = useWords('customer')
  const [asked, setAsked] = useState(false)
  const nothing = amount === '' || toMinor(amount) === 0n
  const person = quote.payee.kind === 'person'

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (!nothing) onNext()
  }

  return (
    <Screen
      title={t(person ? 'pay.send_title' : 'pay.pay_title')}
      backTo={backTo}
      onBack={onBack}
      foot={
        <Button type="submit" form="amount" tone="primary" wide busy={busy ? t('pay.quoting') : undefined}>
          {t('pay.next')}
        </Button>
      }
    >
      {banner}
      <Payee payee={quote.payee} label={t(person ? 'pay.to_person' : 'pay.to_shop')} />
      <form id="amount" onSubmit={submit} className="flex flex-col gap-6">
        <AmountField
          label={t('pay.amount')}
          hint={t('pay.balance_is', { balance: formatMoney(quote.balance, language) })}
          fault={asked && nothing ? t('pay.amount_missing') : undefined}
          currency={quote.balance.currency}
          value={amount}
          onChange={onAmount}
          autoFocus
        />
        {person && (
          <TextField
            label={t('pay.note')}
            hint={t('pay.note_hint')}
            maxLength={maximumNoteCharacters}
            value={note}
            onChange={onNote}
          />
        )}
      </form>
    </Screen>
  )
}
