import { useQuery } from '@tanstack/react-query'
import { readArticle } from '../../contract/help.ts'
import { useWords } from '../ui/i18n/setup.ts'
import { reading } from '../ui/net/query.ts'
import { ArticleBlocks } from '../ui/parts/ArticleBlocks.tsx'
import { ErrorState } from '../ui/parts/ErrorState.tsx'
import { SkeletonRows, Waiting } from '../ui/parts/Skeleton.tsx'
import { PersonBar } from './Answers.tsx'

/** One answer. What it leads to opens in the app, in a tab of its own: nobody signs in inside a frame. */
export function Article({ slug, onPerson }: { slug: string; onPerson: () => void }) {
  const { t, language } = useWords('widget')
  const article = useQuery(reading(readArticle, { params: { slug }, query: { language } }))
  return (
    <>
      <article className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-gutter py-4">
        {article.data ? (
          <>
            <h2 className="text-20 font-bold">{article.data.title}</h2>
            <p className="font-strong">{article.data.summary}</p>
            <ArticleBlocks blocks={article.data.blocks} />
            <a
              href={article.data.action.path}
              target="_blank"
              rel="noopener"
              className="font-strong text-accent underline"
            >
              {t('in_app', { action: article.data.action.label })}
            </a>
          </>
        ) : article.isPending ? (
          <Waiting words={t('loading')}>
            <SkeletonRows rows={4} />
          </Waiting>
        ) : (
          <ErrorState error={article.error} onRetry={() => void article.refetch()} />
        )}
      </article>
      <PersonBar onPerson={onPerson} />
    </>
  )
}
