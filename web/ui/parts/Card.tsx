import type { ReactNode } from 'react'
import { classes } from './classes.ts'

/** One sheet of paper on the ground. Never a card within a card. */
export function Card({ children, className }: { children: ReactNode; className?: string }) {
  return <div className={classes('rounded-card border border-line bg-surface p-4', className)}>{children}</div>
}
