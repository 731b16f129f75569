import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import type { Staff } from '../../../contract/identity.ts'
import { readHelpDesk } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { classes } from '../../ui/parts/classes.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { useGo } from '../frame/place.ts'
import { TopBar } from '../frame/TopBar.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { ArticleView } from './ArticleView.tsx'
import { articlePath, knowledgePath, readLooking } from './knowledge.ts'
import { Overview } from './Overview.tsx'

/** The place of editors: all articles and what people looked for in vain on the left, one article beside it. */
export function Knowledge({ me }: { me: Staff }) {
  const { t, language } = useWords('knowledge')
  const go = useGo()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const { slug, versionId } = readLooking(path)
  const desk = useQuery(reading(readHelpDesk, { query: { language } }))
  const articles = desk.data?.articles ?? []

  const step = (by: 1 | -1) => {
    const here = slug ? articles.findIndex((row) => row.slug === slug) : by === 1 ? -1 : 0
    const next = articles[(here + by + articles.length) % Math.max(1, articles.length)]
    if (next) go(articlePath(next.slug))
  }
  useCommand('next_conversation', () => step(1))
  useCommand('previous_conversation', () => step(-1))
  useCommand('back', slug ? () => go(versionId ? articlePath(slug) : knowledgePath) : undefined)

  return (
    <div className="flex h-dvh flex-col bg-ground">
      <TopBar me={me} inside={false} />
      <main className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] desktop:grid-cols-[24rem_minmax(0,1fr)]">
        <h1 className="sr-only">{`Dompet ${t('title')}`}</h1>
        <section
          aria-label={t('articles')}
          className={classes(column, 'desktop:border-r', slug !== null && 'hidden desktop:flex')}
        >
          <Loaded query={desk} coming={t('loading')}>
            {(read) => <Overview desk={read} chosen={slug} />}
          </Loaded>
        </section>
        <section
          aria-label={t('article')}
          className={classes(column, 'bg-surface', slug === null && 'hidden desktop:flex')}
        >
          {slug ? (
            <ArticleView key={slug} slug={slug} versionId={versionId} />
          ) : (
            <EmptyState title={t('none_chosen')}>{t('none_chosen_text')}</EmptyState>
          )}
        </section>
      </main>
    </div>
  )
}

const column = 'flex min-h-0 min-w-0 flex-col gap-6 overflow-y-auto border-line px-gutter py-4'
