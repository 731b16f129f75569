import { useQuery } from '@tanstack/react-query'
import { useParams, useRouter } from '@tanstack/react-router'
import { Volume2, VolumeX } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type Article, readArticle } from '../../../contract/help.ts'
import { languageTags } from '../../ui/i18n/language.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { ArticleBlocks, textOf } from '../../ui/parts/ArticleBlocks.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { useNextStep } from '../app/nextStep.ts'
import { Screen } from '../app/Screen.tsx'
import { usePresence } from '../session/presence.ts'
import { DidItHelp } from './DidItHelp.tsx'
import { guestHelpPath, signInArticles } from './guestHelp.ts'
import { PersonCard } from './Help.tsx'

/** One answer, with the button to the action it speaks of. */
export function ArticlePage() {
  const { t, language } = useWords('customer')
  const { slug } = useParams({ from: '/help/articles/$slug' })
  const router = useRouter()
  const next = useNextStep({ home: () => router.navigate({ to: '/help' }) })
  const article = useQuery(reading(readArticle, { params: { slug }, query: { language } }))
  const action = article.data?.action
  const signedIn = usePresence() === 'in'
  const about = signInArticles.includes(slug) ? 'account' : undefined
  const take = (path: string) =>
    path === '/help/chat' && !signedIn ? location.assign(guestHelpPath(language, about)) : router.history.push(path)
  return (
    <Screen
      title={article.data?.title ?? t('help.title')}
      backTo="/help"
      foot={
        action && (
          <Button tone="primary" wide onClick={() => take(action.path)}>
            {action.label}
          </Button>
        )
      }
    >
      {article.data ? (
        <>
          <p className="font-strong">{article.data.summary}</p>
          <ReadAloud article={article.data} />
          <ArticleBlocks blocks={article.data.blocks} />
          <DidItHelp key={slug} slug={slug} />
          <PersonCard about={about} />
        </>
      ) : article.isPending ? (
        <Waiting words={t('help.loading_article')}>
          {['w-full', 'w-5/6', 'w-full', 'w-2/3', 'w-full', 'w-1/2'].map((width, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines without identity
            <Skeleton key={place} className={`mb-3 h-4 ${width}`} />
          ))}
        </Waiting>
      ) : (
        <ErrorState error={article.error} onRetry={() => article.refetch()} onNext={next} />
      )}
    </Screen>
  )
}

/** Reads the answer aloud where the device has a voice for its language. */
function ReadAloud({ article }: { article: Article }) {
  const { t } = useWords('customer')
  const [speaking, setSpeaking] = useState(false)
  useEffect(() => () => globalThis.speechSynthesis?.cancel(), [])
  if (!('speechSynthesis' in globalThis)) return null

  function turn() {
    speechSynthesis.cancel()
    if (speaking) return setSpeaking(false)
    const words = new SpeechSynthesisUtterance(`${article.title}. ${article.blocks.map(textOf).join(' ')}`)
    words.lang = languageTags[article.language]
    words.rate = 0.95
    words.onend = () => setSpeaking(false)
    words.onerror = () => setSpeaking(false)
    speechSynthesis.speak(words)
    setSpeaking(true)
  }

  return (
    <div>
      <Button icon={speaking ? VolumeX : Volume2} onClick={turn}>
        {speaking ? t('help.stop_reading') : t('help.read_aloud')}
      </Button>
    </div>
  )
}
