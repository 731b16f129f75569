import { RotateCw } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

/** Asking again gives the same answer. */
const final: ReadonlySet<string> = new Set(['permission_missing', 'not_found'])

/**
 * What the agent ran into: what happened and why, without the answer about the customer's money, which is not at stake
 * when a page of the desk does not load.
 */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const ui = useWords()
  const words = useWords('refusals')
  const refusal = explainable(error)
  const { what, why } = explainRefusal(words, refusal)
  return (
    <Notice
      meaning="warn"
      title={what}
      action={
        onRetry &&
        !final.has(refusal.code) && (
          <Button icon={RotateCw} onClick={onRetry}>
            {ui.t('action.try_again')}
          </Button>
        )
      }
    >
      {why}
    </Notice>
  )
}
