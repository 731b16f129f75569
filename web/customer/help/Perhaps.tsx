import { useQuery } from '@tanstack/react-query'
import { listArticles } from '../../../contract/help.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { useSettled } from '../../ui/settled.ts'
import { ArticleList } from './ArticleList.tsx'

/** Longer than in a search: whoever tells a story pauses more often than they want an answer. */
const storyPauseMs = 400
/** Two Chinese characters are a word. */
const shortestCharacters = 2
const longestCharacters = 200
const shown = 3

/** While somebody writes what happened: answers that may help at once. A person stays one tap away. */
export function Perhaps({ text }: { text: string }) {
  const { t, language } = useWords('customer')
  const search = useSettled(text.trim().slice(0, longestCharacters), storyPauseMs)
  const found = useQuery({
    ...reading(listArticles, { query: { language, search } }),
    enabled: search.length >= shortestCharacters,
    placeholderData: (known) => known,
  })
  const articles = search.length >= shortestCharacters ? (found.data?.articles ?? []).slice(0, shown) : []
  if (articles.length === 0) return null
  return (
    <Section title={t('chat.perhaps')}>
      <ArticleList label={t('chat.perhaps')} articles={articles} />
    </Section>
  )
}
