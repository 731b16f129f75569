import { Link } from '@tanstack/react-router'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { isOpen } from './attempt.ts'
import { forgetAttempt, useAttempt } from './attempts.ts'

/** What became of a payment that the network cut off: found out by itself, shown until it has been seen. */
export function AttemptBanner({ customerId }: { customerId: string }) {
  const { t, language } = useWords('customer')
  const attempt = useAttempt(customerId)
  if (!attempt) return null
  const words = { amount: formatMoney(attempt.amount, language), payee: attempt.payee }
  if (isOpen(attempt)) {
    return (
      <Notice meaning="info" title={t('attempt.unknown_title')}>
        {t('attempt.unknown_text', words)}
      </Notice>
    )
  }
  const paid = attempt.state === 'paid'
  const see = attempt.paymentId && (
    <Link
      to="/history/$paymentId"
      params={{ paymentId: attempt.paymentId }}
      onClick={() => forgetAttempt(attempt.key)}
      className="inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4"
    >
      {t('attempt.see')}
    </Link>
  )
  return (
    <Notice
      meaning={paid ? 'good' : 'warn'}
      title={paid ? t('attempt.paid_title') : t('attempt.not_paid_title')}
      action={
        <span className="flex flex-wrap items-center gap-x-4">
          {see}
          <Button tone="plain" className="-ml-3" onClick={() => forgetAttempt(attempt.key)}>
            {t('attempt.seen')}
          </Button>
        </span>
      }
    >
      {paid ? t('attempt.paid_text', words) : t('attempt.not_paid_text', words)}
    </Notice>
  )
}
