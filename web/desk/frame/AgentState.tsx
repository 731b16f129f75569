import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Check, ChevronDown } from 'lucide-react'
import { type Presence, readInbox, setAgentState } from '../../../contract/desk.ts'
import { endWrapUp } from '../../../contract/routing.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { classes } from '../../ui/parts/classes.ts'
import { Menu } from '../../ui/parts/Menu.tsx'
import { formatElapsed } from '../../ui/time.ts'
import { useInbox } from '../inbox/inbox.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useSay } from '../parts/say.ts'
import { useNow } from './clock.ts'

const reasons = ['break', 'meal', 'training', 'other'] as const
type Wish = { state: 'available' } | { state: 'away'; reason: (typeof reasons)[number] }

const quiet =
  'moves inline-flex min-h-11 items-center gap-1.5 rounded-full px-3 text-13 font-strong whitespace-nowrap text-ink-soft hover:bg-sunk'

/** A phone's bar is full: there the button says its words to whoever cannot see its picture. */
const roomy = 'hidden tablet:inline'

/** Is the agent taking people now? One switch, its state in words; away says why, writing up says for how long. */
export function AgentState() {
  const { t } = useWords('desk')
  const me = useInbox().data?.me
  const change = useChange((wish: Wish) => call(setAgentState, { body: wish }))
  const takes = me?.state === 'available' || me?.state === 'wrap_up'
  const wish: Wish = takes ? { state: 'away', reason: 'break' } : { state: 'available' }
  const toggle = me && !change.isPending ? () => change.mutate(wish) : undefined
  useCommand('toggle_available', toggle)
  if (!me) return null
  return (
    <div className="flex items-center tablet:gap-3">
      {me.state === 'wrap_up' && <WrapUp me={me} />}
      {me.state === 'away' && (
        <WhyAway reason={me.reason ?? 'other'} onChange={(reason) => change.mutate({ state: 'away', reason })} />
      )}
      <span className="figures hidden text-13 text-ink-soft tablet:inline">
        {t('agent.load', { active: me.active, capacity: me.capacity })}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={takes}
        aria-label={t('agent.available')}
        aria-keyshortcuts={ariaKey('toggle_available')}
        title={takes ? t('agent.available_about') : t('agent.away_about')}
        onClick={toggle}
        className={classes(
          'moves inline-flex min-h-11 items-center gap-2 rounded-full px-3 font-strong desktop:min-h-target',
          takes ? 'text-good hover:bg-good-soft' : 'text-ink-soft hover:bg-sunk',
        )}
      >
        <span
          aria-hidden
          className={classes('size-2.5 rounded-full border-2', takes ? 'border-good bg-good' : 'border-line-strong')}
        />
        <span className="min-w-18 text-left whitespace-nowrap">{t(`agent.${me.state}`)}</span>
        <Key of="toggle_available" />
      </button>
    </div>
  )
}

/** The reason that colleagues and supervisors see, and since when nobody needs to ask. */
function WhyAway({
  reason,
  onChange,
}: {
  reason: (typeof reasons)[number]
  onChange: (reason: (typeof reasons)[number]) => void
}) {
  const { t } = useWords('desk')
  const words = t(`agent.reason_${reason}`)
  return (
    <Menu
      trigger={
        <button type="button" aria-label={t('agent.why_away', { reason: words })} className={quiet}>
          <span className={roomy}>{words}</span>
          <ChevronDown aria-hidden size="1.1em" strokeWidth={1.75} />
        </button>
      }
      items={reasons.map((one) => ({ label: t(`agent.reason_${one}`), onChoose: () => onChange(one) }))}
    />
  )
}

/** A closed conversation still has its place; the agent may free it sooner. */
function WrapUp({ me }: { me: Presence }) {
  const { t } = useWords('desk')
  const now = useNow()
  const end = useChange(() => call(endWrapUp, { body: {} }))
  return (
    <button
      type="button"
      aria-label={t('agent.wrap_up_done')}
      title={t('agent.wrap_up_about')}
      onClick={() => end.mutate()}
      className={quiet}
    >
      <Check aria-hidden size="1.25em" strokeWidth={1.75} className="tablet:hidden" />
      <span className={roomy}>{t('agent.wrap_up_done')}</span>
      {me.wrapUpUntil && <span className="figures">{formatElapsed(now.toISOString(), new Date(me.wrapUpUntil))}</span>}
    </button>
  )
}

function useChange<Wanted>(change: (wanted: Wanted) => Promise<Presence>) {
  const queries = useQueryClient()
  const say = useSay()
  return useMutation({
    mutationFn: change,
    onError: say,
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(readInbox) }),
  })
}
