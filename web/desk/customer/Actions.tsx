import { LockKeyholeOpen, type LucideIcon, Snowflake, Sun } from 'lucide-react'
import { useId, useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'
import type { DeskCase } from '../conversation/case.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { useCommand } from '../keys/keyboard.ts'
import { Section } from '../parts/Section.tsx'
import { ActionSheet } from './ActionSheet.tsx'
import type { DeskCustomer } from './Person.tsx'

type DeskAction = DeskCase['actions'][number]
export type ActionName = DeskAction['action']

const icons: Record<ActionName, LucideIcon> = {
  freeze: Snowflake,
  unfreeze: Sun,
  unlock_pin: LockKeyholeOpen,
  unlock_signin: LockKeyholeOpen,
}

type ActionsProps = { caseId: string; customer: DeskCustomer; actions: readonly DeskAction[] }

/** What the agent can do for the customer; what cannot be done says why. A further action is one more entry. */
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
          customerName={customer.name}
          open={asked === action}
          onClose={() => setAsked(null)}
        />
      ))}
    </Section>
  )
}

function ActionRow({ action: { action, possible, reason }, onAsk }: { action: DeskAction; onAsk: () => void }) {
  const { t } = useWords('desk')
  const reasonId = useId()
  const Icon = icons[action]
  useCommand(action, possible ? onAsk : undefined)
  return (
    <li>
      <button
        type="button"
        aria-disabled={!possible}
        aria-describedby={possible ? undefined : reasonId}
        aria-keyshortcuts={ariaKey(action)}
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
          <span className="block">{t(`command.${action}`)}</span>
          {!possible && (
            <span id={reasonId} className="block text-13">
              {reasonWords(t, action, reason)}
            </span>
          )}
        </span>
        {possible && <Key of={action} />}
      </button>
    </li>
  )
}

const knownReasons = ['permission_missing', 'case_not_yours'] as const

function reasonWords(t: ReturnType<typeof useWords<'desk'>>['t'], action: ActionName, reason: string | null): string {
  if (reason === 'not_needed') return t(`not_needed.${action}`)
  const known = knownReasons.find((one) => one === reason)
  return known ? t(`actions.${known}`) : t('actions.not_now')
}
