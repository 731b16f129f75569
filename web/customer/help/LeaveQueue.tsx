import { useMutation, useQueryClient } from '@tanstack/react-query'
import { leaveQueue, listChats, readChat } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button } from '../../ui/parts/Button.tsx'

/** Stops waiting; what was written stays. */
export function LeaveQueue({ caseId }: { caseId: string }) {
  const { t } = useWords('customer')
  const queries = useQueryClient()
  const leaving = useMutation({
    mutationFn: () => call(leaveQueue, { params: { caseId }, body: {} }),
    onSuccess: (chat) => {
      queries.setQueryData(keyOf(readChat, { params: { caseId } }), chat)
      queries.invalidateQueries({ queryKey: keyOf(listChats) })
    },
  })
  return (
    <Button
      tone="plain"
      className="self-start text-15"
      busy={leaving.isPending ? t('chat.leaving') : undefined}
      onClick={() => leaving.mutate()}
    >
      {t('chat.leave')}
    </Button>
  )
}
