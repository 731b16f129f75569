import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mergeCase } from '../../../contract/cases.ts'
import type { InboxRow } from '../../../contract/desk.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Refused } from './Refused.tsx'
import { readSheetAgain } from './sheet.ts'

type MergeSheetProps = { caseId: string; cases: readonly InboxRow[]; open: boolean; onClose: () => void }

/** Joins this case to another open one of the same customer, after saying what that means. */
export function MergeSheet({ caseId, cases, open, onClose }: MergeSheetProps) {
  const { t } = useWords('cases')
  const desk = useWords('desk')
  const queries = useQueryClient()
  const go = useGo()
  const choices = cases.filter((one) => one.state === 'open')
  const [chosen, setChosen] = useState<string | null>(null)
  const into = chosen ?? choices[0]?.caseId ?? null
  const merge = useMutation({
    mutationFn: (target: string) => call(mergeCase, { params: { caseId }, body: { into: target } }),
    onSuccess: (merged) => {
      toast('good', t('merge.done'))
      onClose()
      go(conversationPath(merged.caseId))
    },
    onSettled: () => readSheetAgain(queries, caseId),
  })
  return (
    <SheetPaper open={open} onClose={onClose} title={t('merge.action')} about={t('merge.about')}>
      {into === null ? (
        <p>{t('merge.none')}</p>
      ) : (
        <div className="flex flex-col gap-4">
          <Choices
            label={t('merge.into')}
            value={into}
            onChange={setChosen}
            options={choices.map((one) => ({
              value: one.caseId,
              label: `${one.number} · ${desk.t(`topic.${one.topic}`)}`,
              ...(one.lastMessage ? { about: one.lastMessage } : {}),
            }))}
          />
          {merge.error && <Refused error={merge.error} />}
          <Button
            tone="primary"
            wide
            busy={merge.isPending ? t('merge.busy') : undefined}
            onClick={() => merge.mutate(into)}
          >
            {t('merge.action')}
          </Button>
        </div>
      )}
    </SheetPaper>
  )
}
