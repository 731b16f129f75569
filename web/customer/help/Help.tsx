import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ChevronRight, HandHelping, ShieldQuestionMark } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { GuestTopic } from '../../../contract/guest.ts'
import { listArticles } from '../../../contract/help.ts'
import { SearchField } from '../../ui/fields/SearchField.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { typingPauseMs } from '../../ui/settled.ts'
import { Screen } from '../app/Screen.tsx'
import { useMe } from '../session/me.ts'
import { usePresence } from '../session/presence.ts'
import { LanguageChoice } from '../settings/LanguageChoice.tsx'
import { ArticleList } from './ArticleList.tsx'
import { EarlierChats } from './EarlierChats.tsx'
import { guestHelpPath } from './guestHelp.ts'
import { NothingFits, useToldSearch } from './NothingFits.tsx'
import { OwnGuest } from './OwnGuest.tsx'

/** Help: a person first, then answers, found by the words that people really use. */
export function Help() {
  const { t, language } = useWords('customer')
  const { search = '' } = useSearch({ from: '/help' })
  const navigate = useNavigate()
  const signedIn = usePresence() === 'in'
  const [typed, setTyped] = useState(search)
  useEffect(() => {
    const words = typed.trim()
    // Going nowhere would still call off the way to another screen that somebody has just taken.
    if (words === search) return
    const timer = setTimeout(() => {
      navigate({ to: '/help', search: words ? { search: words } : {}, replace: true })
    }, typingPauseMs)
    return () => clearTimeout(timer)
  }, [typed, search, navigate])
  useToldSearch(search)
  const articles = useQuery({
    ...reading(listArticles, { query: search ? { language, search } : { language } }),
    placeholderData: (known) => known,
  })

  return (
    <Screen title={t('help.title')} {...(signedIn ? {} : { backTo: '/', after: <LanguageChoice /> })}>
      <PersonCard />
      <ReallyUs />
      {signedIn && <OwnGuestOfMe />}
      {signedIn && <EarlierChats />}
      <SearchField label={t('help.search')} value={typed} onChange={setTyped} />
      <Section title={search ? t('help.found') : t('help.articles')}>
        {articles.data ? (
          articles.data.articles.length === 0 ? (
            <EmptyState title={t('help.none_title')}>{t('help.none_text')}</EmptyState>
          ) : (
            <ArticleList label={t('help.articles')} articles={articles.data.articles} />
          )
        ) : articles.isPending ? (
          <Waiting words={t('help.loading')}>
            <SkeletonRows rows={5} />
          </Waiting>
        ) : (
          <ErrorState error={articles.error} onRetry={() => articles.refetch()} />
        )}
      </Section>
      {search && articles.data && <NothingFits key={search} search={search} />}
      <p role="status" className="sr-only">
        {search && articles.data && t('help.found_count', { count: articles.data.articles.length })}
      </p>
    </Screen>
  )
}

function OwnGuestOfMe() {
  const me = useMe()
  return me.data ? <OwnGuest customerId={me.data.id} /> : null
}

/** For who has a strange caller on the telephone right now. */
function ReallyUs() {
  const { t } = useWords('customer')
  return (
    <List label={t('help.really_us')}>
      <li>
        <Link to="/safety" className={rowPressClass}>
          <RowContent
            before={<ShieldQuestionMark aria-hidden size="1.5rem" strokeWidth={1.75} className="text-ink-soft" />}
            title={t('help.really_us')}
            about={t('help.really_us_about')}
          />
          <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
        </Link>
      </li>
    </List>
  )
}

const personClass =
  'moves flex min-h-target flex-wrap items-center gap-x-4 rounded-card bg-accent px-4 py-4 text-accent-ink hover:bg-accent-press [&>svg:last-child]:ml-auto'

/** A person, always in one tap; who is not signed in talks as a guest, `about` what is known already. */
export function PersonCard({ about }: { about?: GuestTopic | undefined }) {
  const { language } = useWords('customer')
  return usePresence() === 'in' ? (
    <Link to="/help/chat" className={personClass}>
      <PersonWords />
    </Link>
  ) : (
    <a href={guestHelpPath(language, about)} className={personClass}>
      <PersonWords />
    </a>
  )
}

function PersonWords() {
  const { t } = useWords('customer')
  return (
    <>
      <HandHelping aria-hidden size="2rem" strokeWidth={1.75} className="shrink-0" />
      <span className="min-w-0 flex-[1_1_9rem]">
        <span className="block text-20 font-bold">{t('help.person')}</span>
        <span className="block text-15">{t('help.person_about')}</span>
      </span>
      <ChevronRight aria-hidden size="1.5rem" strokeWidth={1.75} className="shrink-0" />
    </>
  )
}
