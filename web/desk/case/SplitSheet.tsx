import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { maximumSplitEntries, splitCase } from '../../../contract/cases.ts'
import type { TimelineEvent } from '../../../contract/chat.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { useLiveCase } from '../../ui/net/useLive.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { useUnsaved } from '../../ui/parts/unsaved.ts'
import { formatWhen } from '../../ui/time.ts'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Refused } from './Refused.tsx'
import { categoryOptions, readSheetAgain, useCategories } from './sheet.ts'

/** Lets chosen messages go on in a case of their own. Mounted while it is open: it reads the timeline. */
export function SplitSheet({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { t, language } = useWords('cases')
  const queries = useQueryClient()
  const go = useGo()
  const categories = useCategories()
  const { events } = useLiveCase(caseId)
  const said = events.filter(isSaid).slice(-maximumSplitEntries)
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [category, setCategory] = useState('other')
  const [tried, setTried] = useState(false)
  const split = useMutation({
    mutationFn: () => call(splitCase, { params: { caseId }, body: { seqs: [...chosen], category } }),
    onSuccess: (made) => {
      toast('good', t('split.done'))
      onClose()
      go(conversationPath(made.caseId))
    },
    onSettled: () => readSheetAgain(queries, caseId),
  })

  function choose(seq: number) {
    const next = new Set(chosen)
    if (!next.delete(seq)) next.add(seq)
    setChosen(next)
  }

  function press() {
    setTried(true)
    if (chosen.size > 0) split.mutate()
  }

  return (
    <SheetPaper
      open
      onClose={onClose}
      title={t('split.action')}
      about={t('split.about')}
      foot={
        <div className="flex flex-col gap-3">
          {tried && chosen.size === 0 && <p role="alert">{t('split.choose')}</p>}
          {split.error && <Refused error={split.error} />}
          <Button tone="primary" wide busy={split.isPending ? t('split.busy') : undefined} onClick={press}>
            {t('split.action')}
          </Button>
        </div>
      }
    >
      <Choice chosen={chosen} category={category}>
        <Select
          label={t('sheet.category')}
          value={category}
          onChange={setCategory}
          options={categoryOptions(categories, language)}
        />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-2 text-15 font-strong">{t('split.which')}</legend>
          {said.length === 0 && <p className="text-13 text-ink-soft">{t('split.none')}</p>}
          {said.map((event) => (
            <Said key={event.seq} event={event} chosen={chosen.has(event.seq)} onChoose={() => choose(event.seq)} />
          ))}
        </fieldset>
      </Choice>
    </SheetPaper>
  )
}

/** With words or pictures: that a supervisor reads along stands among the notes, too. */
const isSaid = ({ kind, text, files }: TimelineEvent) =>
  (kind === 'message' || kind === 'note') && (text !== null || files.length > 0)

type ChoiceProps = { chosen: ReadonlySet<number>; category: string; children: ReactNode }

/** Stands within the sheet, so that the sheet asks before what was chosen is lost. */
function Choice({ chosen, category, children }: ChoiceProps) {
  useUnsaved([[...chosen].sort((one, other) => one - other), category])
  return <div className="flex flex-col gap-4">{children}</div>
}

function Said({ event, chosen, onChoose }: { event: TimelineEvent; chosen: boolean; onChoose: () => void }) {
  const { language } = useWords()
  const { t } = useWords('desk')
  return (
    <label className="flex min-h-target cursor-pointer items-start gap-3 rounded-input px-2 py-2 hover:bg-sunk">
      <input type="checkbox" checked={chosen} onChange={onChoose} className="mt-1 size-4 shrink-0 accent-accent" />
      <span className="min-w-0 flex-1">
        <span className="block text-13 text-ink-soft">
          {event.author.name} · {formatWhen(event.at, language, new Date())}
        </span>
        <span className="line-clamp-3 break-words">
          {event.text ?? t('conversation.pictures', { count: event.files.length })}
        </span>
      </span>
    </label>
  )
}
