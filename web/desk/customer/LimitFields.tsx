import { Select } from '../../ui/fields/Select.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { readTypedAmount, showTypedAmount } from '../../ui/money.ts'
import type { DeskCustomer } from './Person.tsx'

const currency = 'IDR'
/** For how long limits are raised, in days; the contract allows up to 30. */
const spans = ['1', '7', '30'] as const

/** Amounts as decimal strings. */
export type Raise = { perPayment: string; perDay: string; days: (typeof spans)[number] }

export function firstRaise({ limits }: DeskCustomer): Raise {
  const whole = (amount: string | undefined) => amount?.replace(/\.0+$/, '') ?? ''
  return { perPayment: whole(limits?.perPayment.amount), perDay: whole(limits?.perDay.amount), days: '7' }
}

export function toLimit({ perPayment, perDay, days }: Raise) {
  const money = (amount: string) => ({ amount: amount || '0', currency }) as const
  return { perPayment: money(perPayment), perDay: money(perDay), days: Number(days) }
}

/** The new limits and until when they hold. */
export function LimitFields({ raise, onChange }: { raise: Raise; onChange: (raise: Raise) => void }) {
  const { t, language } = useWords('desk')
  const amount = (name: 'perPayment' | 'perDay') => (
    <TextField
      label={t(`limit.${name}`)}
      inputMode="numeric"
      value={showTypedAmount(raise[name], language)}
      onChange={(typed) => onChange({ ...raise, [name]: readTypedAmount(typed, language, currency) })}
    />
  )
  return (
    <>
      {amount('perPayment')}
      {amount('perDay')}
      <Select
        label={t('limit.days')}
        value={raise.days}
        onChange={(days) => onChange({ ...raise, days })}
        options={spans.map((value) => ({ value, label: t('limit.span', { count: Number(value) }) }))}
      />
    </>
  )
}
