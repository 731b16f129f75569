import { Link } from '@tanstack/react-router'
import { Hourglass } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { Amount } from '../../ui/parts/Amount.tsx'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { Screen } from '../app/Screen.tsx'
import type { Quote } from './quote.tsx'

/** No answer came: whether it was paid is being found out, and nobody should pay again meanwhile. */
export function Unknown({ quote }: { quote: Quote }) {
  const { t, language } = useWords('customer')
  const money = quote.total ?? quote.amount!
  return (
    <Screen
      title={t('unknown.title')}
      foot={
        <Link to="/" className={buttonClass('quiet', true)}>
          {t('result.home')}
        </Link>
      }
    >
      <section role="status" data-testid="result-unknown" className="flex flex-col gap-3">
        <Hourglass aria-hidden size="3.5rem" strokeWidth={1.75} className="mb-2 text-info" />
        <Amount money={money} size={money.amount.length > 9 ? 'large' : 'hero'} />
        <p className="text-20 font-strong">{t('unknown.do_not')}</p>
        <p>{t('unknown.what', { amount: formatMoney(money, language), payee: quote.payee.name })}</p>
        <p>{t('unknown.safe')}</p>
        <p className="text-ink-soft">{t('unknown.close')}</p>
      </section>
    </Screen>
  )
}
