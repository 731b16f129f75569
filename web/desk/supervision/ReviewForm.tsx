import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import {
  maximumCriterionCharacters,
  maximumReviewCharacters,
  type ReviewCriterion,
  readReviews,
  reviewCase,
} from '../../../contract/reviews.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { TextField } from '../../ui/fields/TextField.tsx'
import { useTooLong } from '../../ui/fields/useTooLong.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { useUnsaved } from '../../ui/parts/unsaved.ts'
import { conversationPath } from '../frame/address.ts'
import { Problem } from '../parts/Problem.tsx'

const scores = [0, 1, 2] as const
type Score = (typeof scores)[number]

type ReviewFormProps = { caseId: string; criteria: readonly ReviewCriterion[]; onDone: () => void }

/** A score card: each criterion missing, in part, or as it should be; and words for the agent. */
export function ReviewForm({ caseId, criteria, onDone }: ReviewFormProps) {
  const { t, language } = useWords('supervision')
  const queries = useQueryClient()
  const [given, setGiven] = useState<Record<string, Score>>({})
  const [remarks, setRemarks] = useState<Record<string, string>>({})
  const [words, setWords] = useState('')
  useUnsaved([given, remarks, words])
  const tooLong = useTooLong([words, maximumReviewCharacters])
  const complete = criteria.every(({ code }) => given[code] !== undefined)
  const save = useMutation({
    mutationFn: () => {
      const list = criteria.map(({ code }) => ({
        criterion: code,
        score: given[code]!,
        words: remarks[code]?.trim() ?? '',
      }))
      return call(reviewCase, { params: { caseId }, body: { scores: list, words: words.trim() } })
    },
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(readReviews) }),
  })
  function submit(event: FormEvent) {
    event.preventDefault()
    if (complete && !tooLong && !save.isPending) save.mutate()
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      <Link to={conversationPath(caseId) as never} className={buttonClass('quiet', true)}>
        {t('quality.read')}
      </Link>
      {criteria.map(({ code, names }) => (
        <ScoreChoice
          key={code}
          name={names[language]}
          value={given[code]}
          onChange={(score) => setGiven({ ...given, [code]: score })}
          remark={remarks[code] ?? ''}
          onRemark={(remark) => setRemarks({ ...remarks, [code]: remark })}
        />
      ))}
      <TextArea
        label={t('quality.words')}
        hint={t('quality.words_hint')}
        value={words}
        onChange={setWords}
        limit={maximumReviewCharacters}
      />
      {save.error && <Problem error={save.error} />}
      <Button
        type="submit"
        tone="primary"
        wide
        busy={save.isPending ? t('quality.saving') : undefined}
        withheld={complete ? tooLong : t('quality.incomplete')}
      >
        {t('quality.save')}
      </Button>
    </form>
  )
}

type ScoreChoiceProps = {
  name: string
  value: Score | undefined
  onChange: (score: Score) => void
  remark: string
  onRemark: (remark: string) => void
}

/** The score, and once it is given room to say why. */
function ScoreChoice({ name, value, onChange, remark, onRemark }: ScoreChoiceProps) {
  const { t } = useWords('supervision')
  return (
    <fieldset>
      <legend className="mb-2 font-strong">{name}</legend>
      <div className="flex gap-2">
        {scores.map((score) => (
          <button
            key={score}
            type="button"
            aria-pressed={value === score}
            onClick={() => onChange(score)}
            className={classes(
              'moves min-h-target flex-1 rounded-full border px-2 font-strong',
              value === score ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:bg-sunk',
            )}
          >
            {t(`quality.score_${score}`)}
          </button>
        ))}
      </div>
      {value !== undefined && (
        <div className="mt-3">
          <TextField
            label={t('quality.remark')}
            value={remark}
            onChange={onRemark}
            maxLength={maximumCriterionCharacters}
            autoComplete="off"
          />
        </div>
      )}
    </fieldset>
  )
}
