import { classes } from '../../ui/parts/classes.ts'

export type Bar = { key: string; label: string; value: number; words: string }

const heightPx = 160
const barPx = 28
const gapPx = 8

/** Columns from an honest zero, each labelled by itself; wider than the screen it scrolls within. */
export function Bars({ label, bars }: { label: string; bars: readonly Bar[] }) {
  const most = Math.max(1, ...bars.map(({ value }) => value))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too
    <section tabIndex={0} aria-label={label} className="overflow-x-auto">
      <ul className="flex items-end" style={{ gap: gapPx, minHeight: heightPx + 60 }}>
        {bars.map(({ key, label: name, value, words }) => (
          <li key={key} className="flex shrink-0 flex-col items-center gap-1 text-13" style={{ minWidth: barPx }}>
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
