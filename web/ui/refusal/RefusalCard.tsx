import { ArrowRight, ShieldCheck } from 'lucide-react'
import { Suspense } from 'react'
import { useWords } from '../i18n/setup.ts'
import { Button } from '../parts/Button.tsx'
import { classes } from '../parts/classes.ts'
import { meaningIcons, meaningInks } from '../parts/Notice.tsx'
import { Skeleton } from '../parts/Skeleton.tsx'
import { type Explainable, explainRefusal, type NextStep } from './explain.ts'

type RefusalCardProps = {
  refusal: Explainable
  /** Takes the next step. Without it the step stands as words: so an agent reads it. */
  onNext?: ((step: NextStep) => void) | undefined
  /** Asked for help from here; the second way out of every refusal. */
  onAsk?: (() => void) | undefined
}

/**
 * A refusal in four parts, the very same words for customer and agent. The answer to "is my money safe" is always
 * there, with its own sign, because it is the first thing a person looks for.
 */
export function RefusalCard(props: RefusalCardProps) {
  return (
    <Suspense fallback={<Skeleton className="h-44 rounded-card" />}>
      <Told {...props} />
    </Suspense>
  )
}

/** Waits for the words of refusals, which are fetched when the first one is told. */
function Told({ refusal, onNext, onAsk }: RefusalCardProps) {
  const words = useWords('refusals')
  const { meaning, what, why, next, safe } = explainRefusal(words, refusal)
  const Icon = meaningIcons[meaning]
  return (
    <section role="alert" className="overflow-hidden rounded-card border border-line bg-surface">
      <div className="flex gap-3 px-4 pt-4 pb-3">
        <Icon
          aria-hidden
          size="1.5rem"
          strokeWidth={1.75}
          className={classes('mt-px shrink-0', meaningInks[meaning])}
        />
        <div className="min-w-0 flex-1">
          <h2 className="text-17 font-bold">{what}</h2>
          <p className="mt-1 tabular-nums">{why}</p>
        </div>
      </div>
      <p className="flex items-start gap-3 bg-good-soft px-4 py-2.5 text-15">
        <ShieldCheck aria-hidden size="1.5rem" strokeWidth={1.75} className="-mt-px shrink-0 text-good" />
        <span className="min-w-0 flex-1">
          <span className="sr-only">{words.t('card.money_safe')} </span>
          {safe}
        </span>
      </p>
      {onNext || onAsk ? (
        <div className="flex flex-col gap-2 p-4">
          {onNext && (
            <Button tone="primary" wide onClick={() => onNext(next)}>
              {next.label}
            </Button>
          )}
          {onAsk && next.target !== 'ask_person' && (
            <Button tone="plain" wide onClick={onAsk}>
              {words.t('card.ask')}
            </Button>
          )}
        </div>
      ) : (
        <p className="flex items-center gap-2 px-4 py-2.5 text-15 text-ink-soft">
          <ArrowRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0" />
          {words.t('card.offered', { label: next.label })}
        </p>
      )}
    </section>
  )
}
