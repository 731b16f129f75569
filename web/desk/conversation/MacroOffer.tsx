import { ArrowRight } from 'lucide-react'
import type { Macro } from '../../../contract/macros.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { runCommand } from '../keys/keyboard.ts'

type MacroOfferProps = { command: NonNullable<Macro['command']>; onDone: () => void }

/** What the macro is for besides its words: one press away, and never done by itself. */
export function MacroOffer({ command, onDone }: MacroOfferProps) {
  const { t } = useWords('desk')
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKey(command)}
      onClick={() => {
        onDone()
        runCommand(command)
      }}
      className="moves inline-flex min-h-8 pointer-coarse:min-h-target items-center gap-2 self-start rounded-full bg-accent-soft px-3 text-13 font-strong text-accent"
    >
      <ArrowRight aria-hidden size="1.2em" strokeWidth={2} />
      {t('macro.then', { command: t(`command.${command}`) })}
      <Key of={command} />
    </button>
  )
}
