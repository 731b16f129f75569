import { RotateCw } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

/**
 * What the agent ran into: what happened and why, without the answer about the customer's money, which is not at stake
 * when a page of the desk does not load.
 */
export function Problem({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const ui = useWords()
  const words = useWords('refusals')
  const { what, why } = explainRefusal(words, explainable(error))
  return (
    <Notice
      meaning="bad"
      title={what}
      action={
        onRetry && (
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
