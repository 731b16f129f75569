import { RotateCw } from 'lucide-react'
import { useContext } from 'react'
import { useWords } from '../i18n/setup.ts'
import { NoAnswerError, RefusedError } from '../net/api.ts'
import { PictureCutLine } from '../pictures/CutLine.tsx'
import type { NextStep } from '../refusal/explain.ts'
import { NextSteps } from '../refusal/next.ts'
import { RefusalCard } from '../refusal/RefusalCard.tsx'
import { Button } from './Button.tsx'

type ErrorStateProps = {
  error: unknown
  onRetry: () => void
  /** Where the next step of a refusal leads, if elsewhere than in the rest of the app; retrying is done here. */
  onNext?: (step: NextStep) => void
  /** Offers a person beside the next step of a refusal. */
  onAsk?: (refusal: RefusedError) => void
}

/** A part of a screen that did not load. Refusals explain themselves; everything else can be tried again. */
export function ErrorState({ error, onRetry, onNext, onAsk }: ErrorStateProps) {
  const { t } = useWords()
  const usual = useContext(NextSteps)
  if (error instanceof RefusedError) {
    const elsewhere = onNext ?? usual
    return (
      <RefusalCard
        refusal={error}
        onNext={(step) => (step.target === 'try_again' ? onRetry() : elsewhere(step))}
        {...(onAsk && { onAsk: () => onAsk(error) })}
      />
    )
  }
  const offline = error instanceof NoAnswerError && error.reason === 'offline'
  return (
    <section role="alert" className="flex flex-col items-start gap-3 py-6">
      <PictureCutLine />
      <h2 className="text-20 font-bold">{offline ? t('state.offline_title') : t('state.error_title')}</h2>
      <p className="text-ink-soft">{offline ? t('state.offline_text') : t('state.error_text')}</p>
      <Button icon={RotateCw} onClick={onRetry}>
        {t('action.try_again')}
      </Button>
    </section>
  )
}
