import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId } from 'react'
import { claimNext, type InboxRow, readInbox } from '../../../contract/desk.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { call } from '../../ui/net/api.ts'
import { keyOf } from '../../ui/net/query.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { toast } from '../../ui/parts/Toast.tsx'
import { conversationPath } from '../frame/address.ts'
import { useGo } from '../frame/place.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { useSay } from '../parts/say.ts'
import { longestWait } from './inbox.ts'
import { WaitClock } from './WaitClock.tsx'

type Me = { capacity: number; active: number }

/** Takes whoever should be served next. The line below keeps its height, so that the list below never moves. */
export function TakeNext({ me, waiting }: { me: Me; waiting: readonly InboxRow[] }) {
  const { t } = useWords('desk')
  const aboutId = useId()
  const go = useGo()
  const say = useSay()
  const queries = useQueryClient()
  const take = useMutation({
    mutationFn: () => call(claimNext, { body: {} }),
    onSuccess: ({ caseId }) => (caseId ? go(conversationPath(caseId)) : toast('info', t('inbox.nobody_waits'))),
    onError: say,
    onSettled: () => queries.invalidateQueries({ queryKey: keyOf(readInbox) }),
  })
  const full = me.active >= me.capacity
  const longest = longestWait(waiting)
  const possible = !full && waiting.length > 0 && !take.isPending
  const run = possible ? () => take.mutate() : undefined
  useCommand('take_next', run)

  return (
    <div className="shrink-0 px-4 pt-3 pb-2">
      <button
        type="button"
        aria-disabled={!possible}
        aria-describedby={aboutId}
        aria-keyshortcuts={ariaKey('take_next')}
        onClick={run}
        className={classes(
          possible
            ? buttonClass('primary', true)
            : 'inline-flex min-h-target w-full cursor-not-allowed items-center justify-center gap-2 rounded-full border border-line bg-sunk font-strong text-ink-soft',
        )}
      >
        <span>{take.isPending ? t('inbox.taking') : t('command.take_next')}</span>
        <Key of="take_next" />
      </button>
      <p id={aboutId} className="flex h-8 items-center gap-1 pt-1 text-13 text-ink-soft">
        <span className="truncate">
          {full
            ? t('inbox.full', { active: me.active, capacity: me.capacity })
            : t('inbox.queue', { count: waiting.length })}
        </span>
        <span className="flex-1" />
        {longest && <WaitClock since={longest} />}
      </p>
    </div>
  )
}
