import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, Keyboard, LogOut } from 'lucide-react'
import { readNotices } from '../../../contract/colleagues.ts'
import { type Staff, staffSignOut } from '../../../contract/identity.ts'
import { Choices } from '../../ui/fields/Choices.tsx'
import { Select } from '../../ui/fields/Select.tsx'
import { languageNames, languages } from '../../ui/i18n/language.ts'
import { changeWords, useWords } from '../../ui/i18n/setup.ts'
import { changeLook, useLook } from '../../ui/look.ts'
import { call } from '../../ui/net/api.ts'
import { reading } from '../../ui/net/query.ts'
import { useLive } from '../../ui/net/useLive.tsx'
import { CountBadge } from '../../ui/parts/Badge.tsx'
import { Button } from '../../ui/parts/Button.tsx'
import { List, RowContent, rowPressClass } from '../../ui/parts/List.tsx'
import { SheetPaper } from '../../ui/parts/SheetPaper.tsx'
import { forgetDrafts } from '../conversation/drafts.ts'
import { CallCode } from '../directory/CallCode.tsx'
import { useSay } from '../parts/say.ts'
import { OffCount } from '../webhooks/WebhooksOff.tsx'
import { pagesOf } from './pages.ts'

const themes = ['system', 'light', 'dark'] as const

type MenuSheetProps = { me: Staff; open: boolean; onClose: () => void; onKeys: () => void }

/** What is set once: language, colours, and the way out. */
export function MenuSheet({ me, open, onClose, onKeys }: MenuSheetProps) {
  const { t } = useWords('desk')
  const ui = useWords()
  const { theme } = useLook()
  return (
    <SheetPaper open={open} onClose={onClose} title={me.name} about={me.email}>
      <div className="flex flex-col gap-6">
        <Select
          label={ui.t('language')}
          value={ui.language}
          onChange={(language) => void changeWords(language)}
          options={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        <Choices
          label={ui.t('theme.label')}
          value={theme}
          onChange={(next) => changeLook({ theme: next })}
          options={themes.map((value) => ({ value, label: ui.t(`theme.${value}`) }))}
        />
        {me.permissions.includes('case.work') && <CallCode onOpened={onClose} />}
        <Pages me={me} onClose={onClose} />
        <div className="flex flex-col gap-2">
          <Button icon={Keyboard} wide onClick={onKeys}>
            {t('command.show_keys')}
          </Button>
          <SignOut />
        </div>
      </div>
    </SheetPaper>
  )
}

/** Where else somebody of several roles works. */
function Pages({ me, onClose }: { me: Staff; onClose: () => void }) {
  const { t } = useWords('desk')
  const answers = me.permissions.includes('case.work')
  const pages = [...(answers ? (['conversations'] as const) : []), ...pagesOf(me)]
  if (pages.length < 2) return null
  return (
    <List label={t('pages.title')}>
      {pages.map((name) => (
        <li key={name}>
          <Link to={(name === 'conversations' ? '/' : `/${name}`) as never} onClick={onClose} className={rowPressClass}>
            <RowContent title={t(`pages.${name}`)} after={countOf(name, me)} />
            <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
          </Link>
        </li>
      ))}
    </List>
  )
}

function countOf(name: string, me: Staff) {
  if (name === 'requests') return <RequestCount me={me} />
  return name === 'webhooks' && <OffCount me={me} />
}

/** How many requests wait for this person's decision. */
function RequestCount({ me }: { me: Staff }) {
  const { t } = useWords('requests')
  const notices = useQuery({ ...reading(readNotices, {}), enabled: me.permissions.includes('limit.decide') })
  const count = notices.data?.requests.length ?? 0
  return <CountBadge count={count} words={t('count', { count })} />
}

function SignOut() {
  const { t } = useWords('desk')
  const queries = useQueryClient()
  const live = useLive()
  const say = useSay()
  const signOut = useMutation({
    mutationFn: () => call(staffSignOut, {}),
    onSuccess: () => {
      live.leave()
      forgetDrafts()
      queries.clear()
      location.assign('/desk/')
    },
    onError: say,
  })
  return (
    <Button
      icon={LogOut}
      wide
      busy={signOut.isPending ? t('signin.leaving') : undefined}
      onClick={() => signOut.mutate()}
    >
      {t('signin.leave')}
    </Button>
  )
}
