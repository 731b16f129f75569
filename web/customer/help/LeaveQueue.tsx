import { useMutation, useQueryClient } from '@tanstack/react-query'
import { leaveQueue, listChats, readChat } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { explainRefusal } from '../../ui/refusal/explain.ts'
import { explainable } from '../../ui/refusal/explainable.ts'

/** Stops waiting; what was written stays. */
export function LeaveQueue({ caseId }: { caseId: string }) {
  const { t } = useWords('customer')
  const refusals = useWords('refusals')
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: () => call(leaveQueue, { params: { caseId }, body: {} }),
    onSuccess: (chat) => {
      queries.setQueryData(keyOf(readChat, { params: { caseId } }), chat)
      queries.invalidateQueries({ queryKey: keyOf(listChats) })
    },
  })
  return (
    <>
      <Button
        tone="plain"
        className="self-start text-15"
        busy={leaving.isPending ? t('chat.leaving') : undefined}
        onClick={() => leaving.mutate()}
      >
        {t('chat.leave')}
      </Button>
      <p role="status" className="pb-2 text-15 text-bad empty:hidden">
        {leaving.error && explainRefusal(refusals, explainable(leaving.error)).why}
      </p>
    </>
  )
}
