import { useQuery } from '@tanstack/react-query'
import { readHelpArticle, readHelpVersion, type Version } from '../../../contract/knowledge.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { BackLink } from '../parts/BackLink.tsx'
import { Loaded } from '../parts/Loaded.tsx'
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
  return (
    <Loaded query={article} coming={t('loading')}>
      {({ versions, feedback }) => {
        const published = versions.find(({ state }) => state === 'published')
        const open = versions.find(({ state }) => state === 'draft' || state === 'in_review')
        const shown = versionId ?? open?.id ?? published?.id ?? versions[0]?.id
        if (!shown) return null
        const compared = published && published.id !== shown ? published.id : null
        return (
          <>
            <BackLink to={knowledgePath} />
            <Shown versionId={shown} comparedId={compared} mayEdit={!open} />
            <History slug={slug} versions={versions} shown={shown} />
            <Feedback feedback={feedback} title={t('feedback')} />
          </>
        )
      }}
    </Loaded>
  )
}

type ShownProps = { versionId: string; comparedId: string | null; mayEdit: boolean }

function Shown({ versionId, comparedId, mayEdit }: ShownProps) {
  const { t } = useWords('knowledge')
  const version = useQuery(reading(readHelpVersion, { params: { versionId } }))
  const compared = useQuery({
    ...reading(readHelpVersion, { params: { versionId: comparedId ?? '' } }),
    enabled: comparedId !== null,
  })
  return (
    <Loaded query={version} coming={t('loading')}>
      {(read) =>
        comparedId === null ? (
          <Told version={read} before={null} mayEdit={mayEdit} />
        ) : (
          <Loaded query={compared} coming={t('loading')}>
            {(before) => <Told version={read} before={before} mayEdit={mayEdit} />}
          </Loaded>
        )
      }
    </Loaded>
  )
}

type ToldProps = { version: Version; before: Version | null; mayEdit: boolean }

function Told({ version, before, mayEdit }: ToldProps) {
  const { t, language } = useWords('knowledge')
  const { slug, number, state, texts } = version
  return (
    <>
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="text-20 font-bold">{texts[language].title || slug}</h2>
        <Badge meaning={stateMeanings[state]}>{t(`state.${state}`)}</Badge>
        <span className="text-13 text-ink-soft">{t('version', { number })}</span>
      </header>
      <Standing version={version} before={before} mayEdit={mayEdit} />
    </>
  )
}

function Standing({ version, before, mayEdit }: ToldProps) {
  switch (version.state) {
    case 'draft':
      return <DraftEditor key={version.id} version={version} before={before} />
    case 'in_review':
      return <Review key={version.id} version={version} before={before} />
    default:
      return <ReadOnly key={version.id} version={version} before={before} mayEdit={mayEdit} />
  }
}
