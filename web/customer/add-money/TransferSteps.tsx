import { useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Tabs } from '../../ui/parts/Tabs.tsx'

const ways = ['phone', 'atm', 'counter'] as const
type Way = (typeof ways)[number]

const steps = {
  phone: ['phone_1', 'phone_2', 'phone_3', 'phone_4'],
  atm: ['atm_1', 'atm_2', 'atm_3', 'atm_4'],
  counter: ['counter_1', 'counter_2', 'counter_3'],
} as const

/** How to transfer, in words that stand on the machine and in the bank's app. */
export function TransferSteps({ bank, number, name }: { bank: string; number: string; name: string }) {
  const { t } = useWords('customer')
  const [way, setWay] = useState<Way>('phone')
  return (
    <div className="flex flex-col gap-4">
      <Tabs
        label={t('add_money.how')}
        value={way}
        onChange={setWay}
        tabs={ways.map((value) => ({ value, label: t(`transfer.${value}`) }))}
      />
      <ol className="flex flex-col gap-3">
        {steps[way].map((step, place) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden
              className="figures flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-15 font-bold text-accent"
            >
              {place + 1}
            </span>
            <span className="min-w-0 flex-1 pt-0.5 wrap-anywhere">{t(`transfer.${step}`, { bank, number, name })}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
