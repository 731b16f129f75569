import { useWords } from '../../ui/i18n/setup.ts'
import { toast } from '../../ui/parts/Toast.tsx'
import { explainBriefly } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

/** Says in a toast what an action ran into, when the page itself stays as it is. */
export function useSay(): (error: unknown) => void {
  const words = useWords('refusals')
  return (error) => toast('warn', explainBriefly(words, explainable(error)))
}
