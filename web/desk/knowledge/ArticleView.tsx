import { useQuery } from '@tanstack/react-query'
import { readHelpArticle, readHelpVersion, type Version } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { BackLink } from '../parts/BackLink.tsx'
import { Problem } from '../parts/Problem.tsx'
import { DraftEditor } from './DraftEditor.tsx'
import { Feedback } from './Feedback.tsx'
import { History } from './History.tsx'
import { knowledgePath, stateMeanings } from './knowledge.ts'
import { ReadOnly } from './ReadOnly.tsx'
import { Review } from './Review.tsx'

/** One article: what is open first, else what customers read; then history and what readers said. */
export function ArticleView({ slug, versionId }: { slug: string; versionId: string | null }) {
  const { t } = useWords('knowledge')
  const article = useQuery(reading(readHelpArticle, { params: { slug } }))
  const versions = article.data?.versions ?? []
  const published = versions.find(({ state }) => state === 'published')
  const open = versions.find(({ state }) => state === 'draft' || state === 'in_review')
  const shown = versionId ?? open?.id ?? published?.id ?? versions[0]?.id
  const compared = published && published.id !== shown ? published.id : null
  if (article.error) return <Problem error={article.error} onRetry={() => void article.refetch()} />
  if (!article.data || !shown) return <ArticleWaiting />
  return (
    <>
      <BackLink to={knowledgePath} />
      <Shown versionId={shown} comparedId={compared} mayEdit={!open} />
      <History slug={slug} versions={versions} shown={shown} />
      <Feedback feedback={article.data.feedback} title={t('feedback')} />
    </>
  )
}

type ShownProps = { versionId: string; comparedId: string | null; mayEdit: boolean }

function Shown({ versionId, comparedId, mayEdit }: ShownProps) {
  const { t, language } = useWords('knowledge')
  const version = useQuery(reading(readHelpVersion, { params: { versionId } }))
  const compared = useQuery({
    ...reading(readHelpVersion, { params: { versionId: comparedId ?? '' } }),
    enabled: comparedId !== null,
  })
  if (version.error) return <Problem error={version.error} onRetry={() => void version.refetch()} />
  if (!version.data || (comparedId && !compared.data)) return <ArticleWaiting />
  const { slug, number, state, texts } = version.data
  const before = (comparedId && compared.data) || null
  return (
    <>
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="text-20 font-bold">{texts[language].title || slug}</h2>
        <Badge meaning={stateMeanings[state]}>{t(`state.${state}`)}</Badge>
        <span className="text-13 text-ink-soft">{t('version', { number })}</span>
      </header>
      <Standing version={version.data} before={before} mayEdit={mayEdit} />
    </>
  )
}

type StandingProps = { version: Version; before: Version | null; mayEdit: boolean }

function Standing({ version, before, mayEdit }: StandingProps) {
  switch (version.state) {
    case 'draft':
      return <DraftEditor key={version.id} version={version} before={before} />
    case 'in_review':
      return <Review key={version.id} version={version} before={before} />
    default:
      return <ReadOnly key={version.id} version={version} before={before} mayEdit={mayEdit} />
  }
}

function ArticleWaiting() {
  const { t } = useWords('knowledge')
  return (
    <Waiting words={t('loading')}>
      <SkeletonRows />
    </Waiting>
  )
}
