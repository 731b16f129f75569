/** The mark: a wallet that is a folded letter; its flap is open, a note looks out. */
export function Logo({ size = '2rem', word = false }: { size?: string; word?: boolean }) {
  return (
    <span className="inline-flex items-center gap-2">
      <svg
        aria-hidden={word}
        role={word ? undefined : 'img'}
        aria-label={word ? undefined : 'Dompet'}
        width={size}
        height={size}
        viewBox="0 0 40 40"
        fill="none"
      >
        <rect width="40" height="40" rx="11" fill="var(--accent)" />
        <path
          d="M13 16.5V11.8c0-.7.6-1.3 1.3-1.3h11.4c.7 0 1.3.6 1.3 1.3v4.7"
          stroke="var(--accent-ink)"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
        <path
          d="M9 17.2c0-.9.7-1.7 1.7-1.7h18.6c1 0 1.7.8 1.7 1.7v11.1c0 1-.8 1.7-1.7 1.7H10.7c-1 0-1.7-.8-1.7-1.7z"
          stroke="var(--accent-ink)"
          strokeWidth="2.2"
          strokeLinejoin="round"
        />
        <path
          d="m9.6 16.4 8.9 6.4c.9.6 2.1.6 3 0l8.9-6.4"
          stroke="var(--accent-ink)"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      {word && <span className="text-20 font-bold tracking-[-0.02em]">Dompet</span>}
    </span>
  )
}
