import { ChevronDown, CircleCheck, CircleX } from 'lucide-react'
import type { Money } from '../../../contract/money.ts'
import type { PaymentStory } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { isNumberAttempt } from '../../ui/payment.ts'

/** Every check of a payment, in the order in which they are made; the names are those of the stored decision. */
const known = [
  'code_readable',
  'payee_known',
  'payee_other',
  'shop_open',
  'code_open',
  'account_active',
  'pin',
  'amount',
  'fee_as_quoted',
  'not_a_repeat',
  'limit_per_payment',
  'limit_per_day',
  'balance',
  'payee_can_receive',
  'balance_ceiling',
  'bank_signature',
  'virtual_account_known',
  'reference_new',
  'bank_answers',
  'bank_opens_number',
] as const
type Known = (typeof known)[number]

const isKnown = (check: string): check is Known => (known as readonly string[]).includes(check)

/** The decision in words: what was looked at, and what it turned on. */
export function Checks({ payment }: { payment: PaymentStory }) {
  const { t } = useWords('customer')
  const failed = t(
    isNumberAttempt(payment) ? 'checks.no_number' : payment.kind === 'send' ? 'checks.failed_send' : 'checks.failed',
  )
  return (
    <details className="group rounded-card border border-line bg-surface">
      <summary className="flex min-h-target list-none items-center justify-between gap-3 px-4 font-strong [&::-webkit-details-marker]:hidden">
        {t('checks.title')}
        <ChevronDown
          aria-hidden
          size="1.25rem"
          strokeWidth={1.75}
          className="moves text-ink-soft group-open:rotate-180"
        />
      </summary>
      <ol className="flex flex-col gap-3 border-t border-line px-4 py-4">
        {payment.checks.map(({ check, passed, figures }) => {
          const Icon = passed ? CircleCheck : CircleX
          return (
            <li key={check} className="flex gap-3">
              <Icon
                aria-hidden
                size="1.375rem"
                strokeWidth={1.75}
                className={passed ? 'mt-0.5 shrink-0 text-good' : 'mt-0.5 shrink-0 text-bad'}
              />
              <span className="min-w-0 flex-1">
                <span className="block">{isKnown(check) ? t(`checks.${check}`) : check.replaceAll('_', ' ')}</span>
                <span className="block text-15 text-ink-soft">
                  {passed ? t('checks.passed') : failed}
                  <Figures figures={figures} />
                </span>
              </span>
            </li>
          )
        })}
      </ol>
    </details>
  )
}

const moneyFigures = ['balance', 'needed', 'missing', 'limit', 'used', 'left', 'amount', 'available', 'total'] as const

/** The money that a check went by. */
function Figures({ figures }: { figures: Record<string, unknown> }) {
  const { t, language } = useWords('customer')
  const said = moneyFigures
    .filter((name) => isMoney(figures[name]))
    .map((name) => `${t(`figure.${name}`)} ${formatMoney(figures[name] as Money, language)}`)
  return said.length > 0 ? <span className="tabular-nums"> · {said.join(' · ')}</span> : null
}

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}
