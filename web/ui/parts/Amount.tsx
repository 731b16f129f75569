import { useEffect, useState } from 'react'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../i18n/setup.ts'
import { fromMinor, moneyParts, sayMoney, toMinor } from '../money.ts'
import { classes } from './classes.ts'

const sizes = {
  /** The largest thing on the screen. */
  hero: 'text-48 font-bold tracking-[-0.02em]',
  large: 'text-34 font-bold tracking-[-0.015em]',
  medium: 'text-20 font-strong',
  text: 'font-strong',
} as const

type AmountProps = {
  money: Money
  size?: keyof typeof sizes
  /** Writes the plus, too, for lists of what came and went. */
  signed?: boolean
  /** Counts up once when it appears: only for money that has just arrived or been paid. */
  counts?: boolean
  className?: string
}

/** Widths in the size of the type: of one figure at most, and of symbol and sign. */
const [figureEm, symbolEm] = [0.6, 1.2]

/** A sum is never cut: where somebody has their telephone write larger, it grows up to the width of the screen only. */
const whole = (size: 'hero' | 'large', figures: string) => ({
  fontSize: `min(var(--type-${size === 'hero' ? 48 : 34}), calc((100vw - 3rem) / ${figures.length * figureEm + symbolEm}))`,
})

/** Money set in type: tabular figures, a quiet symbol, read aloud in full words. */
export function Amount({ money, size = 'text', signed = false, counts = false, className }: AmountProps) {
  const { language } = useWords()
  const shown = useCount(money, counts)
  const { sign, symbol, figures } = moneyParts(shown, language, signed)
  const display = size === 'hero' || size === 'large'
  return (
    <span
      className={classes('figures whitespace-nowrap', sizes[size], className)}
      style={display ? whole(size, figures) : undefined}
    >
      <span aria-hidden>
        {sign}
        <span className={classes(display && 'mr-[0.14em] text-[0.56em] font-strong text-ink-soft tracking-normal')}>
          {symbol}
        </span>
        {figures}
      </span>
      <span className="sr-only">{sayMoney(money, language)}</span>
    </span>
  )
}

const countMs = 700

function useCount(money: Money, counts: boolean): Money {
  const [permille, setPermille] = useState(() => (counts && !prefersStillness() ? 0 : 1000))
  useEffect(() => {
    if (!counts || prefersStillness()) return
    const start = performance.now()
    let frame = requestAnimationFrame(function step(now) {
      const t = Math.min(1, (now - start) / countMs)
      setPermille(Math.round((1 - (1 - t) ** 3) * 1000))
      if (t < 1) frame = requestAnimationFrame(step)
    })
    return () => cancelAnimationFrame(frame)
  }, [counts])
  if (permille === 1000) return money
  const whole = (toMinor(money.amount) * BigInt(permille)) / 100_000n // whole units only while it counts
  return { amount: fromMinor(whole * 100n), currency: money.currency }
}

function prefersStillness(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches
}
