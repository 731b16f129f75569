import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  goodReasons,
  maximumSatisfactionCharacters,
  poorReasons,
  type SatisfactionReason,
  type SatisfactionRoutes,
} from '../../../contract/satisfaction.ts'
import { TextArea } from '../fields/TextArea.tsx'
import { useTooLong } from '../fields/useTooLong.ts'
import { useWords } from '../i18n/setup.ts'
import { call } from '../net/api.ts'
import { keyOf, reading } from '../net/query.ts'
import { Button } from '../parts/Button.tsx'
import { classes } from '../parts/classes.ts'
import { ErrorState } from '../parts/ErrorState.tsx'

const scores = [1, 2, 3, 4, 5] as const
/** From here on an answer is a good one and asks what was good. */
const goodFrom = 4

type Answer = { score: number; reasons: SatisfactionReason[]; words: string } | { score: null }

/** After a conversation: how it was, in one press, then why. Passed over in one press, too, and never asked again. */
export function Satisfaction({ caseId, routes }: { caseId: string; routes: SatisfactionRoutes }) {
  const { t } = useWords()
  const queries = useQueryClient()
  const asked = useQuery(reading(routes.read, { params: { caseId } }))
  const [score, setScore] = useState<number | null>(null)
  const [reasons, setReasons] = useState<readonly SatisfactionReason[]>([])
  const [words, setWords] = useState('')
  const tooLong = useTooLong([words, maximumSatisfactionCharacters])
  const say = useMutation({
    mutationFn: (answer: Answer) => call(routes.say, { params: { caseId }, body: answer }),
    onSuccess: (_reply, answer) => {
      if (answer.score === null) void queries.invalidateQueries({ queryKey: keyOf(routes.read) })
    },
  })

  if (!asked.data?.asks) return null
  if (say.isSuccess) {
    return (
      <p role="status" className="border-t border-line px-gutter py-3 text-15">
        {t('satisfaction.thanks')}
      </p>
    )
  }
  const offered = score !== null && score >= goodFrom ? goodReasons : poorReasons
  const toggle = (reason: SatisfactionReason) =>
    setReasons(reasons.includes(reason) ? reasons.filter((one) => one !== reason) : [...reasons, reason])
  return (
    <section
      aria-label={t('satisfaction.ask')}
      className="flex max-h-3/4 flex-col gap-3 overflow-y-auto border-t border-line bg-surface px-gutter py-3"
    >
      <div className="flex flex-wrap items-center justify-between gap-x-3">
        <p className="font-strong">{t('satisfaction.ask')}</p>
        <Button tone="plain" onClick={() => !say.isPending && say.mutate({ score: null })}>
          {t('satisfaction.skip')}
        </Button>
      </div>
      <fieldset className="flex gap-2">
        <legend className="sr-only">{t('satisfaction.ask')}</legend>
        {scores.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={score === one}
            aria-label={`${one} · ${t(`satisfaction.score_${one}`)}`}
            onClick={() => {
              setScore(one)
              setReasons([])
            }}
            className={choiceClass(score === one, 'flex-1')}
          >
            <span className="figures text-17">{one}</span>
          </button>
        ))}
      </fieldset>
      <p aria-hidden className="flex justify-between text-13 text-ink-soft">
        <span>{t('satisfaction.score_1')}</span>
        <span>{t('satisfaction.score_5')}</span>
      </p>
      {score !== null && (
        <>
          <fieldset className="flex flex-wrap gap-2">
            <legend className="mb-2 text-15 font-strong">{t('satisfaction.why')}</legend>
            {offered.map((reason) => (
              <button
                key={reason}
                type="button"
                aria-pressed={reasons.includes(reason)}
                onClick={() => toggle(reason)}
                className={choiceClass(reasons.includes(reason), 'px-4')}
              >
                {t(`satisfaction.reason.${reason}`)}
              </button>
            ))}
          </fieldset>
          <TextArea
            label={t('satisfaction.words')}
            value={words}
            onChange={setWords}
            rows={2}
            limit={maximumSatisfactionCharacters}
          />
          <Button
            tone="primary"
            wide
            busy={say.isPending ? t('satisfaction.sending') : undefined}
            withheld={tooLong}
            onClick={() => say.mutate({ score, reasons: [...reasons], words: words.trim() })}
          >
            {t('satisfaction.send')}
          </Button>
        </>
      )}
      {say.error && <ErrorState error={say.error} onRetry={() => say.mutate(say.variables)} />}
    </section>
  )
}

const choiceClass = (chosen: boolean, more: string) =>
  classes(
    'moves min-h-target rounded-full border font-strong',
    chosen ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:bg-sunk',
    more,
  )
