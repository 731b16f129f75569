import type { ReactNode } from 'react'

/**
 * What is known about one thing, as pairs of name and value: a receipt, a quote, a customer. A value that has little room
 * beside its name, as in a large type, stands below it.
 */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className="flex flex-col gap-2">
      {facts.map(([name, value]) => (
        <div key={name} className="flex flex-wrap items-center gap-x-6">
          <dt className="text-ink-soft">{name}</dt>
          <dd className="figures flex-[1_1_8rem] text-right font-strong">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
