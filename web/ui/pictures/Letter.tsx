import { Drawing } from './Drawing.tsx'

/** A letter and a pen: write to a person. */
export function PictureLetter() {
  return (
    <Drawing>
      <path d="M14 96c40-3 90-3 132-1" stroke="var(--line-strong)" />
      <path
        d="M30 44c0-2.5 2-4.5 4.5-4.5h70c2.5 0 4.5 2 4.5 4.5v44c0 2.5-2 4.5-4.5 4.5h-70c-2.5 0-4.5-2-4.5-4.5z"
        fill="var(--accent-soft)"
      />
      <path d="M44 39.5V20c0-2 1.6-3.5 3.5-3.5h44c2 0 3.5 1.6 3.5 3.5v19.5" fill="var(--surface)" />
      <path d="M44 39.5h51v8L69.5 64 44 47.5z" fill="var(--surface)" stroke="none" />
      <path d="M53 28h33M53 37h24" stroke="var(--line-strong)" />
      <path d="m31 42 34 25c2.7 2 6.3 2 9 0l34-25" />
      <path d="m118 88 4-14 18-34c1.2-2.3 4-3.2 6.2-2 2.3 1.2 3.2 4 2 6.3L130 78z" fill="var(--surface)" />
      <path d="m122 74 8 4M118 88l3-4" stroke="var(--accent)" />
    </Drawing>
  )
}
