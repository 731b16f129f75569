import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney, fromMinor, toMinor } from '../../ui/money.ts'
import { Card } from '../../ui/parts/Card.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatWhen, operatorZone } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { PersonCard } from '../help/Help.tsx'
import { useMe } from '../session/me.ts'

/** Each limit with what is used, what is left and when it renews. The gate has read them. */
export function Limits() {
  const { t, language } = useWords('customer')
  const limits = useMe().data?.limits
  if (!limits) return null
  const { balance, perPayment, perDay, usedToday, renewsAt, raisedUntil } = limits
  const leftMinor = toMinor(perDay.amount) - toMinor(usedToday.amount)
  const left = { amount: fromMinor(leftMinor > 0n ? leftMinor : 0n), currency: perDay.currency }
  return (
    <Screen title={t('settings.limits')} backTo="/settings">
      <Section title={t('limits.day')}>
        <Card className="flex flex-col gap-3">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span className="text-[length:min(var(--type-26),8vw)] font-bold tabular-nums">
              {formatMoney(left, language)}
            </span>
            <span className="text-ink-soft">{t('limits.left')}</span>
          </p>
          <UsedBar
            permille={permilleOf(usedToday.amount, perDay.amount)}
            label={t('limits.used_of', {
              used: formatMoney(usedToday, language),
              limit: formatMoney(perDay, language),
            })}
          />
          <p className="text-15 text-ink-soft">
            {t('limits.renews', { at: formatWhen(renewsAt, language, new Date(), operatorZone) })}
          </p>
        </Card>
      </Section>
      <Section title={t('limits.payment')}>
        <Card>
          <p className="text-[length:min(var(--type-26),8vw)] font-bold tabular-nums">
            {formatMoney(perPayment, language)}
          </p>
          <p className="text-15 text-ink-soft">{t('limits.payment_about')}</p>
        </Card>
      </Section>
      <Section title={t('limits.balance')}>
        <Card>
          <p className="text-[length:min(var(--type-26),8vw)] font-bold tabular-nums">
            {formatMoney(balance, language)}
          </p>
          <p className="text-15 text-ink-soft">{t('limits.balance_about')}</p>
        </Card>
      </Section>
      {raisedUntil && <p>{t('limits.raised', { at: formatWhen(raisedUntil, language, new Date(), operatorZone) })}</p>}
      <p>{t('limits.why')}</p>
      <PersonCard />
    </Screen>
  )
}

function permilleOf(part: string, whole: string): number {
  const wholeMinor = toMinor(whole)
  if (wholeMinor === 0n) return 1000
  return Math.min(1000, Number((toMinor(part) * 1000n) / wholeMinor))
}

/** How much of a limit is used, labelled in words. */
function UsedBar({ permille, label }: { permille: number; label: string }) {
  return (
    <div className="flex flex-col gap-1.5">
      {/* biome-ignore lint/a11y/useSemanticElements: browsers draw <meter> in their own colours */}
      <span
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={1000}
        aria-valuenow={permille}
        aria-valuetext={label}
        className="block h-3 overflow-hidden rounded-full bg-sunk"
      >
        <span className="block h-full rounded-full bg-accent" style={{ width: `${permille / 10}%` }} />
      </span>
      <span aria-hidden className="text-15 tabular-nums">
        {label}
      </span>
    </div>
  )
}
