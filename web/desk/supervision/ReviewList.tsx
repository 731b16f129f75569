import type { CaseReview, ReviewCriterion } from '../../../contract/reviews.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Dotted } from '../../ui/parts/Dotted.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'

type ReviewListProps = { title: string; criteria: readonly ReviewCriterion[]; reviews: readonly CaseReview[] }

/** Reviews with every score and what was written, newest first. */
export function ReviewList({ title, criteria, reviews }: ReviewListProps) {
  const { t, language } = useWords('supervision')
  const nameOf = (code: string) => criteria.find((one) => one.code === code)?.names[language] ?? code
  return (
    <Section title={title}>
      {reviews.length === 0 ? (
        <p>{t('quality.none')}</p>
      ) : (
        <List label={title}>
          {reviews.map(({ caseId, agent, reviewer, number, at, words, scores }) => (
            <li key={caseId} className="flex flex-col gap-3 px-4 py-3">
              <p>
                <span className="block font-strong">{t('quality.by', { agent, reviewer })}</span>
                <span className="figures block text-15 text-ink-soft">
                  <Dotted parts={[number, formatMoment(at, language, operatorZone)]} />
                </span>
              </p>
              {words && <p className="[overflow-wrap:anywhere]">{words}</p>}
              <dl className="flex flex-col gap-2">
                {scores.map(({ criterion, score, words: remark }) => (
                  <div key={criterion} className="grid grid-cols-[1fr_auto] gap-x-6">
                    <dt className="text-ink-soft">{nameOf(criterion)}</dt>
                    <dd className="font-strong">{t(`quality.score_${score as 0 | 1 | 2}`)}</dd>
                    {remark && <dd className="col-span-2 text-15 [overflow-wrap:anywhere]">{remark}</dd>}
                  </div>
                ))}
              </dl>
            </li>
          ))}
        </List>
      )}
    </Section>
  )
}
