import { useMutation, useQueryClient } from '@tanstack/react-query'
import { releaseSession } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { readCaseAgain } from './case.ts'

/** Gives the conversation back to the queue; asked once, because one key stands between. */
export function ReleaseSheet({ caseId, open, onClose }: { caseId: string; open: boolean; onClose: () => void }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const go = useGo()
  const release = useMutation({
    mutationFn: () => call(releaseSession, { params: { caseId }, body: {} }),
    onSuccess: () => {
      toast('good', t('release.done'))
      onClose()
      go(inboxPath)
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })
  return (
    <SheetPaper open={open} onClose={onClose} title={t('release.title')}>
      <div className="flex flex-col gap-4">
        <p>{t('release.about')}</p>
        {release.error && <Problem error={release.error} />}
        <Button
          tone="primary"
          wide
          autoFocus
          busy={release.isPending ? t('release.busy') : undefined}
          onClick={() => release.mutate()}
        >
          {t('release.action')}
        </Button>
      </div>
    </SheetPaper>
  )
}
