import { Drawing } from './Drawing.tsx'

/** A letter drawer with nothing in it: an empty history. */
export function PictureEmptyDrawer() {
  return (
    <Drawing>
      <path d="M12 98c40-3 92-3 136-1" stroke="var(--line-strong)" />
      <path d="M30 24h100v72H30z" fill="var(--surface)" />
      <path d="M30 48h100M30 72h100" />
      <path d="M22 56h116l-6 22H28z" fill="var(--accent-soft)" />
      <path d="M70 67h20" stroke="var(--accent)" strokeWidth="3" />
      <path d="M73 36h14M73 86h14" />
      <path d="M108 24c0-8 5-12 12-13-1 8-5 12-12 13Zm0 0c-1-6-5-9-10-10 0 6 4 9 10 10Z" fill="var(--accent-soft)" />
    </Drawing>
  )
}
