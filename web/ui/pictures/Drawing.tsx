import type { ReactNode } from 'react'

/**
 * The sheet that every picture is drawn on: one pen, one wash of the accent. Pictures are decoration, words say the same.
 * Parts use `var(--ink)` for lines and `var(--accent-soft)`, `var(--surface)` for areas, so they follow light and dark.
 */
export function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 160 112"
      className="h-28 w-40"
      fill="none"
      stroke="var(--ink)"
      strokeWidth="2.25"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {children}
    </svg>
  )
}
