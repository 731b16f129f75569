import { KeyHint } from '../../ui/parts/KeyHint.tsx'
import { type Command, commands } from './commands.ts'
import { useSingleKeys } from './keyboard.ts'

/**
 * The key of an action beside its word. For the ear the button itself carries `aria-keyshortcuts`, so that its name stays
 * the plain word. Not shown where there is no keyboard.
 */
export function Key({ of: command }: { of: Command }) {
  const single = useSingleKeys()
  const { key } = commands[command]
  return (
    <span aria-hidden className="hidden shrink-0 desktop:inline-flex">
      <KeyHint keys={single || key === 'Esc' ? key : `Alt ${key}`} />
    </span>
  )
}
