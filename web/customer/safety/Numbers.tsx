import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Hotline } from '../../../contract/directory.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { sayCountry } from '../../ui/hours.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { ErrorState } from '../../ui/parts/ErrorState.tsx'
import { List } from '../../ui/parts/List.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { Section } from '../../ui/parts/Page.tsx'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { formatDate } from '../../ui/time.ts'
import { Screen } from '../app/Screen.tsx'
import { useMe } from '../session/me.ts'
import { usePresence } from '../session/presence.ts'
import { type Checked, countryOf, directoryQuery, hotlinesOf } from './directory.ts'
import { HotlineRow } from './HotlineRow.tsx'

/** Our numbers by country, the customer's own first; and every sender and address that is ours. */
export function Numbers() {
  const { t } = useWords('safety')
  const directory = useQuery(directoryQuery)
  const signedIn = usePresence() === 'in'
  return (
    <Screen title={t('numbers.title')} backTo="/safety">
      {directory.data ? (
        directory.data.signature === 'bad' ? (
          <Notice meaning="bad" title={t('numbers.forged')}>
            {t('numbers.forged_text')}
          </Notice>
        ) : signedIn ? (
          <OwnPlace checked={directory.data} />
        ) : (
          <Directory checked={directory.data} home={undefined} />
        )
      ) : directory.error ? (
        <ErrorState error={directory.error} onRetry={() => directory.refetch()} />
      ) : (
        <Waiting words={t('numbers.loading')}>
          <SkeletonRows rows={3} />
        </Waiting>
      )}
    </Screen>
  )
}

function OwnPlace({ checked }: { checked: Checked }) {
  const phone = useMe().data?.phone
  return <Directory key={phone} checked={checked} home={phone && countryOf(phone)} />
}

function Directory({ checked, home }: { checked: Checked; home: string | undefined }) {
  const { t, language } = useWords('safety')
  const { document, signature } = checked
  const hotlines = hotlinesOf(document)
  return (
    <>
      {hotlines.length === 0 ? (
        <EmptyState title={t('numbers.none')}>{t('numbers.none_text')}</EmptyState>
      ) : (
        <ByCountry hotlines={hotlines} home={home} />
      )}
      <OwnNames checked={checked} />
      <p className="text-15 text-ink-soft">
        {t(signature === 'good' ? 'numbers.signed' : 'numbers.unchecked', {
          edition: document.edition,
          day: formatDate(document.publishedAt, language),
        })}
      </p>
    </>
  )
}

function ByCountry({ hotlines, home }: { hotlines: Hotline[]; home: string | undefined }) {
  const { t, language } = useWords('safety')
  const countries = [...new Set(hotlines.map(({ country }) => country))]
  const [country, setCountry] = useState(home && countries.includes(home) ? home : countries[0]!)
  return (
    <Section title={t('numbers.call')}>
      <Select
        label={t('numbers.country')}
        value={country}
        onChange={setCountry}
        options={countries.map((value) => ({ value, label: sayCountry(value, language) }))}
      />
      <List label={t('numbers.call')}>
        {hotlines
          .filter((hotline) => hotline.country === country)
          .map((hotline) => (
            <HotlineRow key={hotline.number} hotline={hotline} />
          ))}
      </List>
    </Section>
  )
}

/** Everything else that is ours, so that a message can be held against it. */
function OwnNames({ checked }: { checked: Checked }) {
  const { t } = useWords('safety')
  const { entries } = checked.document
  const senders = entries.flatMap((entry) => (entry.kind === 'sender' ? [entry.name] : []))
  const sites = entries.flatMap((entry) => (entry.kind === 'site' ? [entry.domain] : []))
  const mails = entries.flatMap((entry) => (entry.kind === 'mail' ? [`@${entry.domain}`] : []))
  const rows = [
    { words: 'numbers.senders', names: senders },
    { words: 'numbers.sites', names: sites },
    { words: 'numbers.mails', names: mails },
  ] as const
  return (
    <Section title={t('numbers.names')}>
      <dl className="flex flex-col gap-3">
        {rows
          .filter(({ names }) => names.length > 0)
          .map(({ words, names }) => (
            <div key={words}>
              <dt className="text-15 text-ink-soft">{t(words)}</dt>
              <dd className="font-strong [overflow-wrap:anywhere]">{names.join(', ')}</dd>
            </div>
          ))}
      </dl>
    </Section>
  )
}
