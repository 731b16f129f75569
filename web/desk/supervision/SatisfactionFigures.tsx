import { useQuery } from '@tanstack/react-query'
import { listCategories } from '../../../contract/cases.ts'
import type { Report } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Dotted } from '../../ui/parts/Dotted.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment, operatorZone } from '../../ui/time.ts'
import { formatScore } from './figures.ts'

type Satisfaction = Report['satisfaction']
type Figures = { answers: number; meanScore: number | null; low: number }

/** What customers said of their conversations: by agent, by category, and in their words. */
export function SatisfactionFigures({ satisfaction: { agents, categories, said } }: { satisfaction: Satisfaction }) {
  const { t, language } = useWords('supervision')
  const known = useQuery(reading(listCategories, {})).data?.categories
  const categoryName = (code: string) => known?.find((one) => one.code === code)?.names[language] ?? code
  return (
    <>
      <Section title={t('satisfaction.by_agent')}>
        {agents.length === 0 ? (
          <p>{t('satisfaction.none')}</p>
        ) : (
          <List label={t('satisfaction.by_agent')}>
            {agents.map((one) => (
              <FigureLine key={one.name} name={one.name} figures={one} />
            ))}
          </List>
        )}
      </Section>
      {categories.length > 0 && (
        <Section title={t('satisfaction.by_category')}>
          <List label={t('satisfaction.by_category')}>
            {categories.map((one) => (
              <FigureLine key={one.category} name={categoryName(one.category)} figures={one} />
            ))}
          </List>
        </Section>
      )}
      {said.length > 0 && (
        <Section title={t('satisfaction.said')}>
          <List label={t('satisfaction.said')}>
            {said.map((one) => (
              <li key={one.caseId} className={rowClass}>
                <RowContent
                  title={<span className="[overflow-wrap:anywhere]">{one.words}</span>}
                  about={<Dotted parts={[one.number, one.agent, formatMoment(one.at, language, operatorZone)]} />}
                  after={<span className="figures font-bold">{one.score}</span>}
                />
              </li>
            ))}
          </List>
        </Section>
      )}
    </>
  )
}

function FigureLine({ name, figures: { answers, meanScore, low } }: { name: string; figures: Figures }) {
  const { t, language } = useWords('supervision')
  return (
    <li className={rowClass}>
      <RowContent
        title={name}
        about={t('satisfaction.counts', { count: answers, low })}
        after={<span className="figures text-20 font-bold">{formatScore(meanScore, language)}</span>}
      />
    </li>
  )
}
