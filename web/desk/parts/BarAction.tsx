import type { LucideIcon } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { ariaKey, type Command } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'

/** An action in the bar over a column: picture, word and key. Binding the key is the column's. */
export function BarAction({
  command,
  icon: Icon,
  onPress,
  words = 'always',
}: {
  command: Command
  icon: LucideIcon
  onPress: () => void
  /** `tablet`: in a bar that is full, a phone shows the picture and says the word. */
  words?: 'always' | 'tablet'
}) {
  const { t } = useWords('desk')
  return (
    <button
      type="button"
      aria-keyshortcuts={ariaKey(command)}
      onClick={onPress}
      className="moves inline-flex min-h-11 items-center gap-1 rounded-full px-2 font-strong hover:bg-sunk desktop:min-h-target desktop:gap-1.5 desktop:px-2.5"
    >
      <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 text-ink-soft" />
      <span className={words === 'always' ? 'whitespace-nowrap' : 'sr-only whitespace-nowrap tablet:not-sr-only'}>
        {t(`command.${command}`)}
      </span>
      <Key of={command} />
    </button>
  )
}
