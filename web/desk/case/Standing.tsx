import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeStage } from '../../../contract/cases.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { formatWhen } from '../../ui/time.ts'
import { ClockMark } from './ClockMark.tsx'
import { HoldSheet } from './HoldSheet.tsx'
import { Refused } from './Refused.tsx'
import { readSheetAgain, type Sheet } from './sheet.ts'

/**
 * Where the case stands, since when, and where it can go from here. Each stage takes the same room, as far as it can:
 * what stands below is pressed right after.
 */
export function Standing({ caseId, sheet }: { caseId: string; sheet: Sheet }) {
  const { t, language } = useWords('cases')
  const queries = useQueryClient()
  const [holding, setHolding] = useState(false)
  const move = useMutation({
    mutationFn: (name: 'wait' | 'resume' | 'solve') => call(changeStage, { params: { caseId }, body: { move: name } }),
    onSettled: () => readSheetAgain(queries, caseId),
  })
  const since = formatWhen(sheet.stageSince, language, new Date())
  return (
    <div className="flex flex-col gap-2">
      <div>
        <p className="font-strong">{t(`stage.${sheet.stage}`)}</p>
        <p className="text-13 text-ink-soft">{t('sheet.since', { at: since })}</p>
      </div>
      {sheet.hold && (
        <p className="text-13 text-ink-soft">
          {sheet.hold.reason}
          {sheet.hold.until && ` · ${formatWhen(sheet.hold.until, language, new Date())}`}
        </p>
      )}
      {sheet.reopenings > 0 && (
        <p className="text-13 text-ink-soft">{t('sheet.reopened', { count: sheet.reopenings })}</p>
      )}
      <span className="-ml-1.5 flex flex-col items-start gap-1 empty:hidden">
        {sheet.clocks.map((clock) => (
          <ClockMark key={clock.measure} clock={clock} />
        ))}
      </span>
      <div className="grid grid-cols-2 gap-2 empty:hidden">
        {sheet.moves.map((name) => (
          <Button
            key={name}
            wide
            busy={move.isPending && move.variables === name ? t('move.busy') : undefined}
            onClick={() => (name === 'hold' ? setHolding(true) : move.mutate(name))}
          >
            {t(`move.${name}`)}
          </Button>
        ))}
      </div>
      {move.error && <Refused error={move.error} />}
      <HoldSheet caseId={caseId} open={holding} onClose={() => setHolding(false)} />
    </div>
  )
}
