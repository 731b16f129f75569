import type { Colleague } from '../../../contract/colleagues.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { classes } from '../../ui/parts/classes.ts'

type MentionListProps = { found: readonly Colleague[]; at: number; onChoose: (colleague: Colleague) => void }

/** Colleagues whose name is being typed; arrow keys choose and Enter takes, in the box below. */
export function MentionList({ found, at, onChoose }: MentionListProps) {
  const { t } = useWords('desk')
  if (found.length === 0) return null
  return (
    <div role="listbox" aria-label={t('mention.list')} className="flex flex-wrap gap-1">
      {found.map((colleague, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the box below has the keyboard
        <div
          key={colleague.id}
          role="option"
          tabIndex={-1}
          aria-selected={place === at}
          onClick={() => onChoose(colleague)}
          className={classes(
            'cursor-pointer rounded-full border px-3 py-1 text-13 font-strong',
            place === at ? 'border-accent bg-accent-soft text-accent' : 'border-line bg-surface',
          )}
        >
          @{colleague.name}
        </div>
      ))}
    </div>
  )
}
