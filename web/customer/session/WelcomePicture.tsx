/** A letter with money in it, on its way from one hand to another: drawn with the tokens, so that it follows light and dark. */
export function WelcomePicture() {
  return (
    <svg aria-hidden viewBox="0 0 360 200" fill="none" className="w-full max-w-120 self-center">
      <rect x="8" y="24" width="344" height="152" rx="28" fill="var(--accent-soft)" />
      <g strokeLinejoin="round" strokeLinecap="round" strokeWidth="2.5" stroke="var(--ink)">
        <g transform="rotate(-5 180 100)">
          <path d="M118 92V50a8 8 0 0 1 8-8h108a8 8 0 0 1 8 8v42" fill="var(--raised)" />
          <path d="M138 62h40M138 76h64" stroke="var(--line-strong)" />
          <circle cx="216" cy="64" r="9" fill="var(--accent)" stroke="none" />
          <path
            d="M98 84h164a8 8 0 0 1 8 8v70a8 8 0 0 1-8 8H98a8 8 0 0 1-8-8V92a8 8 0 0 1 8-8Z"
            fill="var(--surface)"
          />
          <path d="m93 88 76 48a20 20 0 0 0 22 0l76-48" />
          <path d="m94 166 52-40M266 166l-52-40" stroke="var(--line-strong)" />
        </g>
        <path d="M34 70h28M26 92h42M38 114h24" stroke="var(--accent)" />
        <path d="m298 88 18 16-18 16" stroke="var(--accent)" />
      </g>
    </svg>
  )
}
