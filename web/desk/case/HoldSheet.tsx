import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeStage } from '../../../contract/cases.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Refused } from './Refused.tsx'
import { readSheetAgain } from './sheet.ts'

/** The contract's bounds of the reason. */
const minimumCharacters = 3
const maximumCharacters = 200
const hourMs = 3_600_000
const morningHour = 9

const ends = ['hour', 'tomorrow', 'week', 'open'] as const
type End = (typeof ends)[number]

function endOf(end: End, now: Date): Date | null {
  if (end === 'open') return null
  if (end === 'hour') return new Date(now.getTime() + hourMs)
  if (end === 'week') return new Date(now.getTime() + 7 * 24 * hourMs)
  const morning = new Date(now)
  morning.setDate(now.getDate() + 1)
  morning.setHours(morningHour, 0, 0, 0)
  return morning
}

/** Why a case has to wait, and until when. */
export function HoldSheet({ caseId, open, onClose }: { caseId: string; open: boolean; onClose: () => void }) {
  const { t } = useWords('cases')
  const queries = useQueryClient()
  const [reason, setReason] = useState('')
  const [end, setEnd] = useState<End>('tomorrow')
  const [tried, setTried] = useState(false)
  const short = reason.trim().length < minimumCharacters
  const hold = useMutation({
    mutationFn: () => {
      const until = endOf(end, new Date())?.toISOString() ?? null
      return call(changeStage, { params: { caseId }, body: { move: 'hold', reason: reason.trim(), until } })
    },
    onSuccess: () => {
      setReason('')
      setTried(false)
      onClose()
    },
    onSettled: () => readSheetAgain(queries, caseId),
  })

  function submit(event: FormEvent) {
    event.preventDefault()
    setTried(true)
    if (!short && !hold.isPending) hold.mutate()
  }

  return (
    <SheetPaper open={open} onClose={onClose} title={t('move.hold')} about={t('hold.about')}>
      <form onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('hold.reason')}
          data-autofocus
          value={reason}
          onChange={setReason}
          maxLength={maximumCharacters}
          fault={tried && short ? t('hold.reason_short', { count: minimumCharacters }) : undefined}
        />
        <Choices
          label={t('hold.until')}
          value={end}
          onChange={setEnd}
          options={ends.map((value) => ({ value, label: t(`hold.${value}`) }))}
        />
        {hold.error && <Refused error={hold.error} />}
        <Button type="submit" tone="primary" wide busy={hold.isPending ? t('move.busy') : undefined}>
          {t('move.hold')}
        </Button>
      </form>
    </SheetPaper>
  )
}
