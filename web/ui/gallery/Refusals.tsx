import { exampleFigures } from '../refusal/examples.ts'
import type { Explainable } from '../refusal/explain.ts'
import { RefusalCard } from '../refusal/RefusalCard.tsx'

const shown = ['balance_too_low', 'limit_per_day', 'account_frozen', 'possible_duplicate'] as const

/** Refusals as the customer reads them, and one as the agent does. `?all` shows every one. */
export function Refusals() {
  const all = new URLSearchParams(location.search).has('all')
  const codes = all ? (Object.keys(exampleFigures) as (keyof typeof exampleFigures)[]) : shown
  return (
    <section className="flex flex-col gap-4">
      {codes.map((code) => (
        <RefusalCard
          key={code}
          refusal={{ code, figures: exampleFigures[code] } as Explainable}
          onNext={() => {}}
          onAsk={() => {}}
        />
      ))}
      <RefusalCard refusal={{ code: 'balance_too_low', figures: exampleFigures.balance_too_low }} />
    </section>
  )
}
