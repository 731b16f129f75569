import { Avatar } from '../../ui/parts/Avatar.tsx'
import type { Quote } from './quote.tsx'

/** Who is paid: the name large enough to be checked. */
export function Payee({ payee, label }: { payee: Quote['payee']; label: string }) {
  return (
    <div className="flex items-center gap-4">
      <Avatar name={payee.name} kind={payee.kind} size="large" />
      <div className="min-w-0">
        <p className="text-15 text-ink-soft">{label}</p>
        <p data-testid="payee" className="text-20 leading-title font-bold wrap-anywhere">
          {payee.name}
        </p>
        {payee.city && <p className="text-15 text-ink-soft wrap-anywhere">{payee.city}</p>}
      </div>
    </div>
  )
}
