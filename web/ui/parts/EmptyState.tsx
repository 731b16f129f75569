import type { ReactNode } from 'react'

type EmptyStateProps = {
  picture?: ReactNode
  title: string
  /** What will stand here, and how it comes about. */
  children?: ReactNode
  action?: ReactNode
}

/** Nothing here yet: says what will be, and offers the first step. */
export function EmptyState({ picture, title, children, action }: EmptyStateProps) {
  return (
    <section className="flex flex-col items-start gap-3 py-6">
      {picture}
      <h2 className="text-20 font-bold">{title}</h2>
      {children && <div className="max-w-prose text-ink-soft">{children}</div>}
      {action && <div className="mt-1">{action}</div>}
    </section>
  )
}
