import { useEffect, useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from './classes.ts'

/** After this long a wait says what it waits for. */
const silentMs = 1000

/** A place where something comes, in its shape. Give size and roundness by class. It does not pulse: nothing loops. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={classes('block bg-sunk [:where(&)]:rounded-tag', className)} />
}

/** Wraps skeletons: silent for a second, then it says what is on its way. */
export function Waiting({ children, words }: { children: React.ReactNode; words?: string }) {
  const { t } = useWords()
  const [speaks, setSpeaks] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSpeaks(true), silentMs)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy="true">
      {children}
      <p role="status" className="mt-3 min-h-6 text-15 text-ink-soft">
        {speaks && (words ?? t('state.loading'))}
      </p>
    </div>
  )
}

/** Rows of a list that is on its way. */
export function SkeletonRows({ rows = 4 }: { rows?: number }) {
  return (
    <div className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={row} className="flex items-center gap-3 px-4 py-3">
          <Skeleton className="size-10 rounded-full" />
          <span className="flex-1">
            <Skeleton className={classes('mb-2 h-4', ['w-32', 'w-44', 'w-28', 'w-40'][row % 4])} />
            <Skeleton className="h-3.5 w-20" />
          </span>
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  )
}

/** The large amount of a screen that is on its way. */
export function SkeletonAmount() {
  return <Skeleton className="h-12 w-56 rounded-input" />
}
