import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { symbolOf } from '../../ui/money.ts'
import { Amount } from '../../ui/parts/Amount.tsx'

const storageKey = 'dompet.balance_hidden'

/** The balance, the largest thing on the screen; it can be covered from the eyes of others. */
export function Balance({ money }: { money: Money }) {
  const { t } = useWords('customer')
  const [hidden, setHidden] = useState(() => localStorage.getItem(storageKey) === 'yes')
  const Icon = hidden ? Eye : EyeOff

  function turn() {
    localStorage.setItem(storageKey, hidden ? 'no' : 'yes')
    setHidden(!hidden)
  }

  return (
    <section aria-label={t('home.balance')} className="flex flex-col items-start gap-1">
      <p className="text-15 text-ink-soft">{t('home.balance')}</p>
      <p data-testid="balance" className="flex min-h-14 max-w-full items-center">
        {hidden ? (
          <span className="text-34 font-bold">
            <span aria-hidden>
              <span className="mr-2 text-26 font-strong text-ink-soft">{symbolOf(money.currency)}</span>• • • • •
            </span>
            <span className="sr-only">{t('home.balance_hidden')}</span>
          </span>
        ) : (
          <Amount money={money} size={money.amount.length > 9 ? 'large' : 'hero'} />
        )}
      </p>
      <button
        type="button"
        onClick={turn}
        className="moves -ml-3 inline-flex min-h-target items-center gap-2 rounded-full px-3 text-15 font-strong text-ink-soft hover:bg-sunk"
      >
        <Icon aria-hidden size="1.25em" strokeWidth={1.75} />
        {hidden ? t('home.show_balance') : t('home.hide_balance')}
      </button>
    </section>
  )
}
