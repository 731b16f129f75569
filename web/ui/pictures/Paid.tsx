import { Drawing } from './Drawing.tsx'

/** A receipt with its tick: paid, received. */
export function PicturePaid() {
  return (
    <Drawing>
      <path d="M14 100c40-3 90-3 132-1" stroke="var(--line-strong)" />
      <path d="M46 14h62v82l-8-6-8 6-7-6-8 6-8-6-8 6-7-6-8 6z" fill="var(--surface)" />
      <path d="M57 30h30M57 41h40M57 52h22" stroke="var(--line-strong)" />
      <circle cx="108" cy="66" r="20" fill="var(--accent-soft)" />
      <path d="m99 67 7 7 12-15" stroke="var(--accent)" strokeWidth="3" />
    </Drawing>
  )
}
