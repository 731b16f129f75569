import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useState } from 'react'
import { targetChannels } from '../../../contract/desk-settings.ts'
import {
  listSettingChanges,
  type SettingChange,
  type SettingSubject,
  settingChangesCsv,
} from '../../../contract/setting-changes.ts'
import { Select } from '../../ui/fields/Select.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { addressOf, call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { Badge } from '../../ui/parts/Badge.tsx'
import { Button, buttonClass } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { formatMoment } from '../../ui/time.ts'
import { Loaded } from '../parts/Loaded.tsx'
import { Problem } from '../parts/Problem.tsx'
import { linesOf, type Telling } from './change-words.ts'

const all = 'all'
const shows = [
  all,
  'team',
  'agent',
  'category',
  'target',
  'closing',
  'criterion',
  'macro',
] as const satisfies readonly (SettingSubject | typeof all)[]
type Show = (typeof shows)[number]

const queryOf = (show: Show) => (show === all ? {} : { subject: show })

function useChanges(show: Show) {
  const query = queryOf(show)
  return useInfiniteQuery({
    queryKey: keyOf(listSettingChanges, { query }),
    queryFn: ({ pageParam, signal }) =>
      call(listSettingChanges, { query: pageParam ? { ...query, before: pageParam } : query, signal }),
    initialPageParam: '',
    getNextPageParam: ({ changes, more }) => (more ? changes.at(-1)?.id : undefined),
    placeholderData: keepPreviousData,
  })
}

/** Who changed which setting, when, and what it held before: the record, newest first. */
export function Changes() {
  const { t, language } = useWords('settings')
  const [show, setShow] = useState<Show>(all)
  const found = useChanges(show)
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <p className="max-w-prose text-ink-soft">{t('changes.about')}</p>
        <div className="flex flex-wrap items-end gap-3">
          <Select
            label={t('changes.show')}
            value={show}
            onChange={setShow}
            options={shows.map((value) => ({
              value,
              label: t(value === all ? 'changes.all' : `changes.subject.${value}`),
            }))}
          />
          <a
            href={addressOf(settingChangesCsv.path, {}, { ...queryOf(show), language })}
            download
            className={buttonClass('quiet')}
          >
            <Download aria-hidden size="1.2em" strokeWidth={1.75} className="shrink-0" />
            {t('changes.csv')}
          </a>
        </div>
      </div>
      <Loaded query={found} coming={t('reading')}>
        {({ pages }) =>
          pages[0]?.changes.length === 0 ? (
            <EmptyState title={t(show === all ? 'changes.none' : 'changes.none_of')}>
              {t('changes.none_about')}
            </EmptyState>
          ) : (
            <>
              <ol aria-label={t('part.changes')} className="divide-y divide-line border-y border-line">
                {pages.flatMap(({ changes, known }) =>
                  changes.map((change) => <Change key={change.id} change={change} known={known} />),
                )}
              </ol>
              {found.isFetchNextPageError && <Problem error={found.error} />}
              {found.hasNextPage && (
                <div>
                  <Button
                    busy={found.isFetchingNextPage ? t('changes.loading') : undefined}
                    onClick={() => void found.fetchNextPage()}
                  >
                    {t('changes.more')}
                  </Button>
                </div>
              )}
            </>
          )
        }
      </Loaded>
    </>
  )
}

function Change({ change, known }: { change: SettingChange; known: Telling['known'] }) {
  const { t, language } = useWords('settings')
  const desk = useWords('desk')
  const cases = useWords('cases')
  const telling = { language, settings: t, desk: desk.t, cases: cases.t, known }
  return (
    <li className="grid gap-x-6 gap-y-2 py-3 tablet:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)]">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-2 font-strong wrap-anywhere">
          {titleOf(change, telling)}
          <Badge>{t(`changes.deed.${change.deed}`)}</Badge>
        </p>
        <p className="text-13 text-ink-soft">
          {t(`changes.subject.${change.subject}`)} · {change.by} ·{' '}
          <time dateTime={change.at} className="tabular-nums">
            {formatMoment(change.at, language)}
          </time>
        </p>
      </div>
      <dl className={classes('grid min-w-0 gap-x-6 gap-y-2 empty:hidden', isWhole(change) && 'tablet:grid-cols-2')}>
        {linesOf(change, telling).map(({ label, told }) => (
          <div key={label}>
            <dt className="text-13 text-ink-soft">{label}</dt>
            {told.map((words) => (
              <dd key={words} className="wrap-anywhere whitespace-pre-line">
                {words}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </li>
  )
}

/** All that a setting held, rather than what became of a field or two. */
const isWhole = ({ deed }: SettingChange) => deed === 'added' || deed === 'removed'

/** What it was called then; promised times by category and channel. */
function titleOf({ subject, key, title }: SettingChange, { settings, language }: Telling): string {
  if (subject === 'closing') return settings('part.closing')
  const name = typeof title === 'string' ? title : (title?.[language] ?? settings('changes.every'))
  const channel = subject === 'target' && targetChannels.find((one) => one === key.split(' ')[1])
  return channel ? `${name} · ${settings(`channel.${channel}`)}` : name
}
