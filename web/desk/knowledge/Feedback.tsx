import type { readHelpArticle } from '../../../contract/knowledge.ts'
import type { Reply } from '../../../contract/route.ts'
import { languageNames } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { List, RowContent, rowClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { formatMoment } from '../../ui/time.ts'

type Said = Reply<typeof readHelpArticle>['feedback']

/** What readers said of this article; those who wrote something first. */
export function Feedback({ feedback, title }: { feedback: Said; title: string }) {
  const { t, language } = useWords('knowledge')
  if (feedback.length === 0) return null
  return (
    <Section title={title}>
      <List label={title}>
        {feedback.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: nobody's name, no id; the list is replaced as a whole
          <li key={place} className={rowClass}>
            <RowContent
              title={one.words ? <span className="[overflow-wrap:anywhere]">{one.words}</span> : t('no_words')}
              about={`${languageNames[one.language]} · ${formatMoment(one.at, language)}`}
              after={<Badge meaning={one.helped ? 'good' : 'warn'}>{t(one.helped ? 'helped' : 'not_helped')}</Badge>}
            />
          </li>
        ))}
      </List>
    </Section>
  )
}
