import { useId, useRef, useState } from 'react'
import type { ActionName, DeskAction } from '../../../contract/console.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import { ariaKey, type Command } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { runCommand, useCommand } from '../keys/keyboard.ts'
import { Section } from '../parts/Section.tsx'
import { ActionSheet } from './ActionSheet.tsx'
import { actionEntries } from './actions.ts'
import type { DeskCustomer } from './Person.tsx'

type ActionsProps = { caseId: string; customer: DeskCustomer; actions: readonly DeskAction[] }

/** What the agent can do for the customer; what cannot be done says why, and what leads there. */
export function Actions({ caseId, customer, actions }: ActionsProps) {
  const { t } = useWords('desk')
  const [asked, setAsked] = useState<ActionName | null>(null)
  return (
    <Section title={t('actions.title')}>
      <ul className="-mx-2 flex flex-col">
        {actions.map((action) => (
          <ActionRow key={action.action} action={action} onAsk={() => setAsked(action.action)} />
        ))}
      </ul>
      {actions.map(({ action }) => (
        <ActionSheet
          key={action}
          caseId={caseId}
          action={action}
          customer={customer}
          open={asked === action}
          onClose={() => setAsked(null)}
        />
      ))}
    </Section>
  )
}

function ActionRow({ action, onAsk }: { action: DeskAction; onAsk: () => void }) {
  const { t } = useWords('desk')
  const reasonId = useId()
  const { action: name, possible } = action
  const Icon = actionEntries[name].icon
  const row = useRef<HTMLButtonElement>(null)
  // What cannot be done is shown with its reason: a key that does nothing leaves its agent guessing.
  useCommand(name, possible ? onAsk : () => row.current?.focus())
  return (
    <li>
      <button
        ref={row}
        type="button"
        aria-disabled={!possible}
        aria-describedby={possible ? undefined : reasonId}
        aria-keyshortcuts={ariaKey(name)}
        onClick={possible ? onAsk : undefined}
        className={classes(
          'moves flex min-h-11 w-full items-center gap-3 rounded-input px-2 py-1.5 text-left focus-visible:-outline-offset-2',
          possible ? 'font-strong hover:bg-sunk' : 'cursor-not-allowed text-ink-soft',
        )}
      >
        <Icon
          aria-hidden
          size="1.25rem"
          strokeWidth={1.75}
          className={classes('shrink-0', possible ? 'text-accent' : 'text-ink-soft')}
        />
        <span className="min-w-0 flex-1">
          <span className="block">{t(`command.${name}`)}</span>
          {!possible && (
            <span id={reasonId} className="block text-13">
              {reasonWords(t, action)}
            </span>
          )}
        </span>
        {possible && <Key of={name} />}
      </button>
      {!possible && action.next && <NextStep next={action.next} />}
    </li>
  )
}

const leadingTo: Record<NonNullable<DeskAction['next']>, Command> = {
  take_case: 'take_this',
  send_code: 'send_code',
  ask_supervisor: 'note',
  ask_colleague: 'note',
}

/** What the agent can do so that the action becomes possible: the command that leads there. */
function NextStep({ next }: { next: NonNullable<DeskAction['next']> }) {
  const { t } = useWords('desk')
  const command = leadingTo[next]
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKey(command)}
      onClick={() => runCommand(command)}
      className="moves mb-1 ml-8 inline-flex min-h-8 pointer-coarse:min-h-target items-center gap-2 rounded-full px-2 text-13 font-strong text-accent hover:bg-accent-soft"
    >
      {t(`actions.next.${next}`)}
      <Key of={command} />
    </button>
  )
}

function reasonWords(t: ReturnType<typeof useWords<'desk'>>['t'], { action, reason }: DeskAction): string {
  if (reason === 'not_needed') return t(`not_needed.${action}`)
  return reason ? t(`actions.${reason}`) : ''
}
