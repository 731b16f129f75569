import { useEffect, useRef } from 'react'
import { classes } from '../../ui/parts/classes.ts'

export type Bar = { key: string; label: string; value: number; words: string }

const heightPx = 160
/** A day with its month stands below it: 31/12. */
const barPx = 36
const gapPx = 6

type BarsProps = {
  label: string
  bars: readonly Bar[]
  /** Which end is in sight where there is not room for all of them. */
  sight: 'first' | 'last'
}

/** Columns from an honest zero, each labelled by itself; wider than the screen they scroll within. */
export function Bars({ label, bars, sight }: BarsProps) {
  const box = useRef<HTMLElement>(null)
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const count = bars.length
  useEffect(() => {
    if (count > 0 && sight === 'last') box.current?.scrollTo({ left: box.current.scrollWidth })
  }, [count, sight])
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too
    <section ref={box} tabIndex={0} aria-label={label} className="overflow-x-auto">
      <ul className="flex items-end" style={{ gap: gapPx }}>
        {bars.map(({ key, label: name, value, words }) => (
          <li
            key={key}
            className="flex max-w-20 flex-1 flex-col items-center gap-1 text-13 whitespace-nowrap"
            style={{ minWidth: barPx }}
          >
            <span className="figures font-strong">{words}</span>
            <span
              aria-hidden
              className={classes('w-full', value > 0 ? 'bg-accent' : 'bg-line')}
              style={{ height: Math.max(1, (value / most) * heightPx) }}
            />
            <span className="figures text-ink-soft">{name}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
