import { Link } from '@tanstack/react-router'
import { ArrowDownToLine, CircleX, type LucideIcon, Send, Store } from 'lucide-react'
import type { Payment } from '../../../contract/payments.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { useLook } from '../../ui/look.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { Avatar } from '../../ui/parts/Avatar.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { PaymentState } from '../../ui/parts/PaymentState.tsx'
import { paymentState } from '../../ui/payment.ts'
import { formatDay, formatTime } from '../../ui/time.ts'
import { signedAmount, titleOf } from './words.ts'

type PaymentRowProps = {
  payment: Payment
  /** How many attempts it stands for (alike.ts). */
  times?: number
  dated?: boolean
}

/** One transaction in a list. What was not paid says so in words and shows its amount quietly. */
export function PaymentRow({ payment, times = 1, dated = false }: PaymentRowProps) {
  const { t, language } = useWords('customer')
  const ui = useWords()
  const paid = payment.state === 'paid'
  const state = paymentState(payment)
  const notPaid = state === 'refused' || state === 'not_sent'
  const simple = useLook().mode === 'simple'
  const time = formatTime(payment.at, language)
  const when = dated ? t('history.day_time', { day: formatDay(payment.at, language, new Date()), time }) : time
  const money = signedAmount(payment)
  return (
    <li>
      <Link to="/history/$paymentId" params={{ paymentId: payment.id }} className={rowPressClass}>
        <RowContent
          before={simple ? null : <Face payment={payment} />}
          title={<span className="line-clamp-2 wrap-break-word">{titleOf(t, payment)}</span>}
          about={times > 1 ? t('history.tried', { when, times }) : when}
          after={
            money && (
              <Amount
                money={money}
                signed={paid}
                className={
                  paid
                    ? payment.direction === 'in'
                      ? 'text-good'
                      : ''
                    : notPaid
                      ? 'text-ink-soft line-through'
                      : 'text-ink-soft'
                }
              />
            )
          }
          afterAbout={
            !paid &&
            (notPaid ? (
              <span className="inline-flex items-center gap-1 text-bad">
                <CircleX aria-hidden size="1em" strokeWidth={2} />
                {ui.t(`payment.${state}`)}
              </span>
            ) : (
              <PaymentState state={state} />
            ))
          }
        />
      </Link>
    </li>
  )
}

const icons: Record<Payment['kind'], LucideIcon> = { send: Send, shop: Store, top_up: ArrowDownToLine }

function Face({ payment }: { payment: Payment }) {
  if (payment.kind === 'send' && payment.counterparty) return <Avatar name={payment.counterparty} />
  const Icon = icons[payment.kind]
  return (
    <span
      aria-hidden
      className={classes(
        'flex size-10 items-center justify-center bg-accent-soft text-accent',
        payment.kind === 'shop' ? 'rounded-input' : 'rounded-full',
      )}
    >
      <Icon size="1.25rem" strokeWidth={1.75} />
    </span>
  )
}
