import { useWords } from '../i18n/setup.ts'
import { Badge } from './Badge.tsx'
import type { Meaning } from './Notice.tsx'

const states = {
  paid: 'good',
  received: 'good',
  refused: 'bad',
  abandoned: 'warn',
  pending: 'info',
} as const satisfies Record<string, Meaning>

/** What became of a payment, in the same word everywhere. */
export function PaymentState({ state }: { state: keyof typeof states }) {
  const { t } = useWords()
  return <Badge meaning={states[state]}>{t(`payment.${state}`)}</Badge>
}
