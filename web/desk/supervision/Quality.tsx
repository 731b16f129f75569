import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type CaseToReview, readReviews } from '../../../contract/reviews.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Dotted } from '../../ui/parts/Dotted.tsx'
import { List, ListRow, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { formatShare } from './figures.ts'
import { ReviewForm } from './ReviewForm.tsx'
import { ReviewList } from './ReviewList.tsx'

/** Reviews of quality: what there is to review, averages by agent, what was reviewed. */
export function Quality() {
  const { t } = useWords('supervision')
  const found = useQuery(reading(readReviews, {}))
  return (
    <Loaded query={found} coming={t('report.reading')}>
      {(reviews) => <Reviews {...reviews} />}
    </Loaded>
  )
}

function Reviews({ criteria, open, reviews, averages }: Reply<typeof readReviews>) {
  const { t, language } = useWords('supervision')
  const [chosen, setChosen] = useState<CaseToReview | null>(null)
  return (
    <div className="grid gap-10 desktop:grid-cols-2">
      <Section title={t('quality.open')}>
        {open.length === 0 ? (
          <p>{t('quality.nothing_open')}</p>
        ) : (
          <List label={t('quality.open')}>
            {open.map((one) => (
              <ListRow
                key={one.caseId}
                title={one.agent}
                about={<Dotted parts={[one.number, formatMoment(one.closedAt, language, operatorZone)]} />}
                after={one.satisfaction !== null && t('quality.customer_said', { score: one.satisfaction })}
                onPress={() => setChosen(one)}
              />
            ))}
          </List>
        )}
      </Section>
      <div className="flex flex-col gap-10">
        {averages.length > 0 && (
          <Section title={t('quality.averages')}>
            <List label={t('quality.averages')}>
              {averages.map(({ agent, reviews: count, share }) => (
                <li key={agent} className={rowClass}>
                  <RowContent
                    title={agent}
                    about={t('quality.reviews', { count })}
                    after={<span className="figures text-20 font-bold">{formatShare(share)}</span>}
                  />
                </li>
              ))}
            </List>
          </Section>
        )}
        <ReviewList title={t('quality.done')} criteria={criteria} reviews={reviews} />
      </div>
      <SheetPaper
        open={chosen !== null}
        onClose={() => setChosen(null)}
        title={chosen?.agent ?? ''}
        about={chosen?.number ?? ''}
      >
        {chosen && (
          <ReviewForm key={chosen.caseId} caseId={chosen.caseId} criteria={criteria} onDone={() => setChosen(null)} />
        )}
      </SheetPaper>
    </div>
  )
}
