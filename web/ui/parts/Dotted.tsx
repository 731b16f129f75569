import { Fragment } from 'react'

/** Facts in one line, parted by dots: it wraps between them, and within one only where the line is too short for it. */
export function Dotted({ parts }: { parts: readonly (string | null)[] }) {
  return parts
    .filter((part) => part !== null)
    .map((part, place) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: facts without identity, always the same in the same order
      <Fragment key={place}>
        {place > 0 && ' · '}
        <span className="inline-block">{part}</span>
      </Fragment>
    ))
}
