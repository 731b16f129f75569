import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { readLiveContact } from '../../../contract/directory.ts'
import type { Reply } from '../../../contract/route.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Card } from '../../ui/parts/Card.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatTime } from '../../ui/time.ts'

/** Somebody may be on the telephone while this is looked at. */
const lookAgainMs = 5_000
const link = 'inline-flex min-h-target items-center font-strong text-accent underline underline-offset-4'

type Contact = Reply<typeof readLiveContact>['contacts'][number]

/** Whether one of us talks to this customer now, with the two words that this person can say. */
export function LiveNow({ signedIn }: { signedIn: boolean }) {
  const { t, language } = useWords('safety')
  const live = useQuery({
    ...reading(readLiveContact, { query: { language } }),
    enabled: signedIn,
    refetchInterval: lookAgainMs,
    staleTime: 0,
  })
  if (!signedIn)
    return (
      <Notice
        meaning="info"
        title={t('live.signed_out')}
        action={
          <Link to="/signin" search={{ back: '/safety' }} className={link}>
            {t('live.sign_in')}
          </Link>
        }
      >
        {t('live.signed_out_text')}
      </Notice>
    )
  // An answer of before says nothing of now.
  if (live.error) return <ErrorState error={live.error} onRetry={() => live.refetch()} />
  if (!live.data)
    return (
      <Waiting words={t('live.looking')}>
        <Skeleton className="h-24 w-full rounded-card" />
      </Waiting>
    )
  if (live.data.contacts.length === 0)
    return (
      <Notice meaning="warn" title={t('live.none')}>
        {t('live.none_text')}
      </Notice>
    )
  return live.data.contacts.map((contact) => (
    <Talking key={`${contact.caseId}/${contact.startedAt}`} contact={contact} />
  ))
}

function Talking({ contact }: { contact: Contact }) {
  const { t, language } = useWords('safety')
  const { agent, channel, caseId, phrase } = contact
  return (
    <Card className="flex flex-col gap-3">
      <p role="status" className="font-strong">
        {t(`live.${channel}`, { agent, at: formatTime(contact.startedAt, language) })}
      </p>
      <p className="text-15 text-ink-soft">{t('live.words')}</p>
      <p className="text-34 leading-title font-bold" data-testid="phrase">
        {phrase.join(' · ')}
      </p>
      <p>{t(channel === 'chat' ? 'live.words_chat' : 'live.words_call', { agent })}</p>
      {channel === 'chat' && (
        <Link to="/help/chat/$caseId" params={{ caseId }} className={link}>
          {t('live.open_chat')}
        </Link>
      )}
    </Card>
  )
}
