import { useMutation, useQueryClient } from '@tanstack/react-query'
import { readInbox, setAgentState } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { classes } from '../../ui/parts/classes.ts'
import { useInbox } from '../inbox/inbox.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useSay } from '../parts/say.ts'

/** Is the agent taking people now? One switch, its state in words. */
export function AgentState() {
  const { t } = useWords('desk')
  const me = useInbox().data?.me
  const change = useChangeState()
  const available = me?.state === 'available'
  const toggle = me && !change.isPending ? () => change.mutate(available ? 'away' : 'available') : undefined
  useCommand('toggle_available', toggle)
  if (!me) return null
  return (
    <div className="flex items-center gap-3">
      <span className="figures hidden text-13 text-ink-soft tablet:inline">
        {t('agent.load', { active: me.active, capacity: me.capacity })}
      </span>
      <button
        type="button"
        role="switch"
        aria-checked={available}
        aria-label={t('agent.available')}
        aria-keyshortcuts={ariaKey('toggle_available')}
        title={available ? t('agent.available_about') : t('agent.away_about')}
        onClick={toggle}
        className={classes(
          'moves inline-flex min-h-11 items-center gap-2 rounded-full px-3 font-strong desktop:min-h-target',
          available ? 'text-good hover:bg-good-soft' : 'text-ink-soft hover:bg-sunk',
        )}
      >
        <span
          aria-hidden
          className={classes(
            'size-2.5 rounded-full border-2',
            available ? 'border-good bg-good' : 'border-line-strong',
          )}
        />
        <span className="min-w-18 text-left whitespace-nowrap">{t(`agent.${me.state}`)}</span>
        <Key of="toggle_available" />
      </button>
    </div>
  )
}

function useChangeState() {
  const queries = useQueryClient()
  const say = useSay()
  return useMutation({
    mutationFn: (state: 'available' | 'away') => call(setAgentState, { body: { state } }),
    onError: say,
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(readInbox) }),
  })
}
