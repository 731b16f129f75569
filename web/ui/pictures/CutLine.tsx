import { Drawing } from './Drawing.tsx'

/** A line that broke off: something did not load. */
export function PictureCutLine() {
  return (
    <Drawing>
      <path d="M14 88c24-3 44-3 70-1" stroke="var(--line-strong)" />
      <rect x="24" y="28" width="44" height="56" rx="6" fill="var(--accent-soft)" />
      <path d="M33 42h26M33 52h20M33 62h24" stroke="var(--line-strong)" />
      <path d="M68 58c10 0 12-14 22-14 6 0 8 5 8 9" />
      <path d="m101 47-6 8M107 55l-9 1" stroke="var(--accent)" />
      <path d="M112 62c2 8 7 12 14 12 7 0 10-5 10-12" />
      <rect x="127" y="42" width="18" height="20" rx="4" fill="var(--surface)" />
      <path d="M132 42v-7M140 42v-7" />
    </Drawing>
  )
}
