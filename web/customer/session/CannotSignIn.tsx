import { useQuery } from '@tanstack/react-query'
import { listArticles } from '../../../contract/help.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Screen } from '../app/Screen.tsx'
import { ArticleList } from '../help/ArticleList.tsx'
import { signInArticles } from '../help/guestHelp.ts'
import { PersonCard } from '../help/Help.tsx'

/** For who stands before the door: what helps at once, and a person, who may explain and change nothing. */
export function CannotSignIn() {
  const { t, language } = useWords('customer')
  const articles = useQuery(reading(listArticles, { query: { language } }))
  const fitting = signInArticles.flatMap((slug) => articles.data?.articles.filter((known) => known.slug === slug) ?? [])
  return (
    <Screen title={t('signin.cannot')} backTo="/signin">
      <p>{t('signin.cannot_text')}</p>
      {articles.data ? (
        fitting.length > 0 && (
          <Section title={t('help.articles')}>
            <ArticleList label={t('help.articles')} articles={fitting} />
          </Section>
        )
      ) : articles.isPending ? (
        <Waiting words={t('help.loading')}>
          <SkeletonRows rows={signInArticles.length} />
        </Waiting>
      ) : (
        <ErrorState error={articles.error} onRetry={() => articles.refetch()} />
      )}
      <PersonCard about="account" />
    </Screen>
  )
}
