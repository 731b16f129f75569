import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AtSign, Bell, Users } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { readNotices } from '../../../contract/colleagues.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { keyOf, reading } from '../../ui/net/query.ts'
import { useLiveChanges } from '../../ui/net/useLive.tsx'
import { CountBadge } from '../../ui/parts/Badge.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { formatMoment } from '../../ui/time.ts'
import { conversationPath, customerPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'

/** Hints of a busy desk come many in a second; they are answered once. */
const gatherMs = 1_000

function useNotices() {
  const queries = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const onChanged = useCallback(
    (what: string) => {
      if (what !== 'inbox' || timer.current) return
      timer.current = setTimeout(() => {
        timer.current = undefined
        void queries.invalidateQueries({ queryKey: keyOf(readNotices) })
      }, gatherMs)
    },
    [queries],
  )
  useLiveChanges(onChanged)
  useEffect(() => () => clearTimeout(timer.current), [])
  return useQuery(reading(readNotices, {})).data ?? { mentions: [], requests: [] }
}

/** What colleagues want from the reader: notes that name them, actions that a second person decides. */
export function Notices() {
  const { t } = useWords('desk')
  const [open, setOpen] = useState(false)
  const notices = useNotices()
  const count = notices.mentions.length + notices.requests.length
  useCommand('notices', () => setOpen(true))
  return (
    <>
      <button
        type="button"
        aria-keyshortcuts={ariaKey('notices')}
        onClick={() => setOpen(true)}
        className="moves inline-flex min-h-11 items-center gap-1 rounded-full px-2 font-strong hover:bg-sunk desktop:min-h-target desktop:gap-1.5 desktop:px-2.5"
      >
        <Bell aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
        <span className="sr-only whitespace-nowrap tablet:not-sr-only">{t('command.notices')}</span>
        <CountBadge count={count} words={t('notice.count', { count })} />
        <Key of="notices" />
      </button>
      <SheetPaper open={open} onClose={() => setOpen(false)} title={t('command.notices')} about={t('notice.about')}>
        <NoticeList {...notices} onGo={() => setOpen(false)} />
      </SheetPaper>
    </>
  )
}

function NoticeList({ mentions, requests, onGo }: ReturnType<typeof useNotices> & { onGo: () => void }) {
  const { t, language } = useWords('desk')
  const go = useGo()
  const open = (path: string) => {
    onGo()
    go(path)
  }
  if (mentions.length + requests.length === 0)
    return <EmptyState title={t('notice.none')}>{t('notice.none_text')}</EmptyState>
  return (
    <List label={t('command.notices')}>
      {requests.map(({ id, caseId, action, askedBy, askedAt, reason }) => (
        <li key={id}>
          <button type="button" className={rowPressClass} onClick={() => open(customerPath(caseId))}>
            <RowContent
              before={<Users aria-hidden size="1.25rem" strokeWidth={1.75} className="text-warn" />}
              title={t(`did.${action}_asked` as 'did.raise_limit_asked', { name: askedBy })}
              about={`${reason} · ${formatMoment(askedAt, language)}`}
            />
          </button>
        </li>
      ))}
      {mentions.map(({ caseId, seq, number, by, at, text }) => (
        <li key={`${caseId} ${seq}`}>
          <button type="button" className={rowPressClass} onClick={() => open(conversationPath(caseId))}>
            <RowContent
              before={<AtSign aria-hidden size="1.25rem" strokeWidth={1.75} className="text-accent" />}
              title={t('notice.mention', { name: by, number })}
              about={`${text} · ${formatMoment(at, language)}`}
            />
          </button>
        </li>
      ))}
    </List>
  )
}
