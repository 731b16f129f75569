import { type ReactNode, useId } from 'react'

/** A part of the customer column, under its own small heading. */
export function Section({ title, after, children }: { title: string; after?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="flex flex-col gap-3 border-t border-line px-4 py-4">
      <div className="flex items-center gap-2">
        <h2 id={id} className="flex-1 text-13 font-strong text-ink-soft">
          {title}
        </h2>
        {after}
      </div>
      {children}
    </section>
  )
}
