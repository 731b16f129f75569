import { Fragment, type ReactNode } from 'react'

/** What is known about one thing, as pairs of name and value: a receipt, a quote, a customer. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
      {facts.map(([name, value]) => (
        <Fragment key={name}>
          <dt className="text-ink-soft">{name}</dt>
          <dd className="figures self-center text-right font-strong">{value}</dd>
        </Fragment>
      ))}
    </dl>
  )
}
