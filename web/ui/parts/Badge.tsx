import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { type Meaning, meaningGrounds, meaningIcons, meaningInks } from './Notice.tsx'

/** A state in a word: paid, not paid, waiting. With icon, so that the colour is never alone. */
export function Badge({ meaning, children }: { meaning?: Meaning; children: ReactNode }) {
  const Icon = meaning && meaningIcons[meaning]
  return (
    <span
      className={classes(
        'inline-flex items-center gap-1 rounded-tag px-2 py-0.5 text-13 font-strong whitespace-nowrap',
        meaning ? classes(meaningGrounds[meaning], meaningInks[meaning]) : 'bg-sunk text-ink-soft',
      )}
    >
      {Icon && <Icon aria-hidden size="1.15em" strokeWidth={2} />}
      {children}
    </span>
  )
}

/** How many wait; read aloud with its words. */
export function CountBadge({ count, words }: { count: number; words: string }) {
  if (count === 0) return null
  return (
    <span className="figures inline-flex min-w-5.5 items-center justify-center rounded-full bg-accent px-1.5 py-0.5 text-13 font-bold text-accent-ink">
      <span aria-hidden>{count}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}
