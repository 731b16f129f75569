import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, fromMinor, toMinor } from '../../ui/money.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { Card } from '../../ui/parts/Card.tsx'
import { Facts } from '../../ui/parts/Facts.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { formatWhen } from '../../ui/time.ts'
import { type BackTo, Screen } from '../app/Screen.tsx'
import { Payee } from './Payee.tsx'
import type { Quote } from './quote.tsx'

type ConfirmStepProps = {
  quote: Quote
  note: string
  /** Why it cannot be paid now. */
  withheld: string | undefined
  backTo: BackTo
  onBack?: (() => void) | undefined
  onPay: () => void
  onAddMoney: () => void
  banner?: ReactNode
}

/** Everything that will happen, before it happens: who, how much, the fee, what is left. */
export function ConfirmStep({ quote, note, withheld, backTo, onBack, onPay, onAddMoney, banner }: ConfirmStepProps) {
  const { t, language } = useWords('customer')
  const person = quote.payee.kind === 'person'
  const [amount, fee, total] = [quote.amount as Money, quote.fee as Money, quote.total as Money]
  const leftMinor = toMinor(quote.balance.amount) - toMinor(total.amount)
  const left = { amount: fromMinor(leftMinor), currency: total.currency }
  const missing = { amount: fromMinor(-leftMinor), currency: total.currency }
  const say = (money: Money) => formatMoney(money, language)
  const facts: [string, ReactNode][] = [
    [t('pay.amount'), say(amount)],
    [t('pay.fee'), toMinor(fee.amount) === 0n ? t('pay.no_fee') : say(fee)],
    [t('pay.total'), say(total)],
    ...(leftMinor >= 0n ? ([[t('pay.balance_after'), say(left)]] as [string, ReactNode][]) : []),
    ...(quote.payee.reference ? ([[t('pay.reference'), quote.payee.reference]] as [string, ReactNode][]) : []),
    ...(note.trim() ? ([[t('pay.note'), note.trim()]] as [string, ReactNode][]) : []),
    ...(quote.expiresAt
      ? ([[t('pay.valid_until'), formatWhen(quote.expiresAt, language, new Date())]] as [string, ReactNode][])
      : []),
  ]
  return (
    <Screen
      title={t('pay.confirm_title')}
      backTo={backTo}
      onBack={onBack}
      foot={
        <Button tone="primary" wide withheld={withheld} onClick={onPay}>
          {t(person ? 'pay.send_button' : 'pay.pay_button', { amount: say(total) })}
        </Button>
      }
    >
      {banner}
      <Payee payee={quote.payee} label={t(person ? 'pay.to_person' : 'pay.to_shop')} />
      <p data-testid="total">
        <Amount money={total} size={total.amount.length > 9 ? 'large' : 'hero'} />
      </p>
      {leftMinor < 0n && (
        <Notice
          meaning="warn"
          title={t('pay.short_title', { missing: say(missing) })}
          action={
            <Link
              to="/add-money"
              search={{ amount: missing.amount }}
              onClick={onAddMoney}
              className="inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4"
            >
              {t('pay.add_missing', { missing: say(missing) })}
            </Link>
          }
        >
          {t('pay.short_text', { balance: say(quote.balance), total: say(total) })}
        </Notice>
      )}
      <Card>
        <Facts facts={facts} />
      </Card>
      {person && <p className="text-15 text-ink-soft">{t('pay.check_name')}</p>}
    </Screen>
  )
}
