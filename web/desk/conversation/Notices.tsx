import { useQuery } from '@tanstack/react-query'
import { AtSign, Bell, Check, type LucideIcon, TimerOff, Unplug, Users, X } from 'lucide-react'
import { useState } from 'react'
import { readNotices } from '../../../contract/colleagues.ts'
import type { Staff } from '../../../contract/identity.ts'
import type { DeskRequest } from '../../../contract/requests.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { CountBadge } from '../../ui/parts/Badge.tsx'
import { EmptyState } from '../../ui/parts/EmptyState.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { formatMoment } from '../../ui/time.ts'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useReadOnNews } from '../parts/hints.ts'
import { useAsks } from '../requests/RequestRows.tsx'
import { requestPath } from '../requests/requests.ts'
import { useTroubled, webhooksPath } from '../webhooks/troubled.ts'

/** Hints of a busy desk come many in a second; they are answered once. */
const gatherMs = 1_000

const nothing = { mentions: [], requests: [], outcomes: [], escalations: [] }

function useNotices(me: Staff) {
  useReadOnNews(readNotices, gatherMs)
  const notices = useQuery(reading(readNotices, {})).data ?? nothing
  const { off = 0, merchants = [] } = useTroubled(me).data ?? {}
  return { ...notices, off, longestOff: merchants[0] }
}

/**
 * What is for the reader: notes that name them, what they decide and what was decided, promises that were broken, shops
 * that are no longer told.
 */
export function Notices({ me }: { me: Staff }) {
  const { t } = useWords('desk')
  const [open, setOpen] = useState(false)
  const notices = useNotices(me)
  const count = countOf(notices)
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

type Notices = ReturnType<typeof useNotices>

/** All that is switched off is one notice: it leads to one page. */
const countOf = ({ mentions, requests, outcomes, escalations, off }: Notices) =>
  mentions.length + requests.length + outcomes.length + escalations.length + Math.min(off, 1)

function NoticeList({ onGo, ...notices }: Notices & { onGo: () => void }) {
  const { t } = useWords('desk')
  const cases = useWords('cases')
  const go = useGo()
  const open = (path: string) => {
    onGo()
    go(path)
  }
  if (countOf(notices) === 0) return <EmptyState title={t('notice.none')}>{t('notice.none_text')}</EmptyState>
  return (
    <List label={t('command.notices')}>
      {notices.escalations.map(({ caseId, seq, number, measure, at }) => (
        <Notice
          key={`${caseId} ${seq}`}
          icon={TimerOff}
          ink="text-warn"
          title={t('notice.escalated', { number })}
          about={cases.t(`measure.${measure}`)}
          at={at}
          onOpen={() => open(conversationPath(caseId))}
        />
      ))}
      {notices.off > 0 && notices.longestOff?.offSince && (
        <Notice
          icon={Unplug}
          ink="text-warn"
          title={t('webhooks_off.count', { count: notices.off })}
          about={notices.longestOff.name}
          at={notices.longestOff.offSince}
          onOpen={() => open(webhooksPath)}
        />
      )}
      {notices.requests.map((request) => (
        <Asked key={request.id} request={request} onOpen={() => open(requestPath(request.id))} />
      ))}
      {notices.outcomes.map(({ id, state, decision }) => (
        <Notice
          key={id}
          icon={state === 'approved' ? Check : X}
          ink={state === 'approved' ? 'text-good' : 'text-ink-soft'}
          title={t(state === 'approved' ? 'notice.approved' : 'notice.rejected', { name: decision?.by })}
          about={decision?.reason ?? ''}
          at={decision?.at ?? ''}
          onOpen={() => open(requestPath(id))}
        />
      ))}
      {notices.mentions.map(({ caseId, seq, number, by, at, text }) => (
        <Notice
          key={`${caseId} ${seq}`}
          icon={AtSign}
          ink="text-accent"
          title={t('notice.mention', { name: by, number })}
          about={text}
          at={at}
          onOpen={() => open(conversationPath(caseId))}
        />
      ))}
    </List>
  )
}

function Asked({ request, onOpen }: { request: DeskRequest; onOpen: () => void }) {
  const title = useAsks(request)
  return (
    <Notice icon={Users} ink="text-warn" title={title} about={request.reason} at={request.askedAt} onOpen={onOpen} />
  )
}

type NoticeProps = { icon: LucideIcon; ink: string; title: string; about: string; at: string; onOpen: () => void }

function Notice({ icon: Icon, ink, title, about, at, onOpen }: NoticeProps) {
  const { language } = useWords('desk')
  return (
    <li>
      <button type="button" className={rowPressClass} onClick={onOpen}>
        <RowContent
          before={<Icon aria-hidden size="1.25rem" strokeWidth={1.75} className={ink} />}
          title={title}
          about={`${about} · ${formatMoment(at, language)}`}
        />
      </button>
    </li>
  )
}
