import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UserRound, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { maximumMessageCharacters } from '../../../contract/chat.ts'
import { handOver } from '../../../contract/colleagues.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { languageIn } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { toast } from '../../ui/parts/Toast.tsx'
import { inboxPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { Problem } from '../parts/Problem.tsx'
import { readCaseAgain } from './case.ts'
import { useDraft, writeDraft } from './drafts.ts'
import { useColleaguesNow } from './mentions.ts'

/** The contract's bound of a summary. */
const minimumCharacters = 5

/** `then`: where the screen goes on afterwards. */
type HandOverSheetProps = { caseId: string; open: boolean; onClose: () => void; then?: string }

/** Gives the conversation to somebody else, with what they need to know. */
export function HandOverSheet({ caseId, open, onClose, then = inboxPath }: HandOverSheetProps) {
  const { t } = useWords('desk')
  return (
    <SheetPaper open={open} onClose={onClose} title={t('command.hand_over')} about={t('hand_over.about')}>
      <HandOverForm caseId={caseId} then={then} onDone={onClose} />
    </SheetPaper>
  )
}

function HandOverForm({ caseId, then, onDone }: { caseId: string; then: string; onDone: () => void }) {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const go = useGo()
  const options = useRecipients()
  const [chosen, setChosen] = useState<string | null>(null)
  // Kept when the sheet closes: Escape leaves a box everywhere else.
  const summary = useDraft(caseId, 'summary')
  const [tried, setTried] = useState(false)
  const short = summary.trim().length < minimumCharacters
  const tooLong = useTooLong([summary, maximumMessageCharacters])
  const hand = useMutation({
    mutationFn: (to: string) => {
      const [kind, id] = to.split(' ') as ['colleague' | 'team', string]
      return call(handOver, { params: { caseId }, body: { to: { kind, id }, summary: summary.trim() } })
    },
    onSuccess: () => {
      writeDraft(caseId, 'summary', '')
      toast('good', t('hand_over.done'))
      onDone()
      go(then)
    },
    onSettled: () => readCaseAgain(queries, caseId),
  })

  function submit(event: Pick<FormEvent, 'preventDefault'>) {
    event.preventDefault()
    setTried(true)
    if (chosen && !short && !tooLong && !hand.isPending) hand.mutate(chosen)
  }

  if (!options) {
    return (
      <Waiting>
        <Skeleton className="h-24 w-full rounded-card" />
      </Waiting>
    )
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <TextArea
        label={t('hand_over.summary')}
        hint={t('hand_over.summary_hint')}
        autoFocus
        fault={tried && short ? t('actions.reason_short', { count: minimumCharacters }) : undefined}
        value={summary}
        onChange={(text) => writeDraft(caseId, 'summary', text)}
        limit={maximumMessageCharacters}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
        }}
      />
      {options.length === 0 && <p>{t('hand_over.nobody')}</p>}
      {options.length > 0 && (
        <Choices label={t('hand_over.to')} value={chosen} onChange={setChosen} options={options} />
      )}
      {tried && !chosen && options.length > 0 && <p className="text-13 text-bad">{t('hand_over.choose')}</p>}
      {hand.error && <Problem error={hand.error} />}
      {options.length > 0 && (
        <Button
          type="submit"
          tone="primary"
          wide
          busy={hand.isPending ? t('hand_over.busy') : undefined}
          withheld={tooLong}
        >
          {t('command.hand_over')}
        </Button>
      )}
    </form>
  )
}

/** Colleagues who take conversations now, with their languages, and the teams. */
function useRecipients() {
  const { t, language } = useWords('desk')
  const found = useColleaguesNow()
  if (!found) return null
  return [
    ...found.colleagues
      .filter(({ available }) => available)
      .map(({ id, name, languages }) => ({
        value: `colleague ${id}`,
        label: name,
        about: languages.map((one) => languageIn(one, language)).join(', '),
        icon: UserRound,
      })),
    ...found.teams.map(({ id, name }) => ({
      value: `team ${id}`,
      label: name,
      about: t('hand_over.team_about'),
      icon: Users,
    })),
  ]
}
