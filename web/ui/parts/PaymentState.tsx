import { useWords } from '../i18n/setup.ts'
import { Badge } from './Badge.tsx'
import type { Meaning } from './Notice.tsx'

const states = {
  paid: 'good',
  sent: 'good',
  received: 'good',
  refused: 'bad',
  not_sent: 'bad',
  no_number: 'bad',
  abandoned: 'warn',
  pending: 'info',
  held: 'info',
  credited: 'good',
  returning: 'info',
  returned: 'info',
} as const satisfies Record<string, Meaning>
export type PaymentStateName = keyof typeof states

/** What became of a payment, in the same word everywhere. */
export function PaymentState({ state }: { state: PaymentStateName }) {
  const { t } = useWords()
  return <Badge meaning={states[state]}>{t(`payment.${state}`)}</Badge>
}
