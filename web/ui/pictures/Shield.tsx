import { Drawing } from './Drawing.tsx'

/** A purse behind a shield: your money is safe. */
export function PictureShield() {
  return (
    <Drawing>
      <path d="M14 98c40-3 90-3 132-1" stroke="var(--line-strong)" />
      <path d="M34 50c0-5 4-9 9-9h52c5 0 9 4 9 9v36c0 5-4 9-9 9H43c-5 0-9-4-9-9z" fill="var(--surface)" />
      <path d="M44 41V30c0-3 2.5-5.5 5.5-5.5H88c3 0 5.5 2.5 5.5 5.5v11" />
      <path d="M34 58h24c4 0 7 3 7 7s-3 7-7 7H34" />
      <path d="M57 65h.1" strokeWidth="4" />
      <path d="M113 38c7 5 13 7 21 8 0 22-5 38-21 47-16-9-21-25-21-47 8-1 14-3 21-8Z" fill="var(--accent-soft)" />
      <path d="m103 66 7 8 13-16" stroke="var(--accent)" strokeWidth="3" />
    </Drawing>
  )
}
