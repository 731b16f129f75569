import { ChevronDown, ChevronUp } from 'lucide-react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { ariaKey, type Command } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import { Problem } from '../parts/Problem.tsx'
import { RowList } from './RowList.tsx'

type FoldedProps = Pick<Parameters<typeof RowList>[0], 'rows' | 'caseId'> & {
  /** Names the part of the inbox and its words. */
  part: 'unattended' | 'recent'
  command: Command
  count?: string
  open: boolean
  onToggle: () => void
  /** There are older ones, which are read when they are asked for. */
  older?: { more: boolean; busy: boolean; error: Error | null; onMore: () => void }
}

/** A part of the inbox that is folded away until it is wanted. */
export function Folded({ part, command, count, open, onToggle, rows, caseId, older }: FoldedProps) {
  const { t } = useWords('desk')
  const Icon = open ? ChevronDown : ChevronUp
  return (
    <section
      aria-label={t(`inbox.${part}`)}
      className={classes('flex flex-col border-t border-line', open && 'desktop:max-h-2/5')}
    >
      <button
        type="button"
        aria-expanded={open}
        aria-keyshortcuts={ariaKey(command)}
        onClick={onToggle}
        className="moves flex min-h-11 shrink-0 items-center gap-2 px-4 text-13 font-strong text-ink-soft hover:bg-sunk focus-visible:-outline-offset-2"
      >
        <Icon aria-hidden size="1.25em" strokeWidth={1.75} />
        <span className="flex flex-1 gap-2">
          {t(`inbox.${part}`)}
          {count !== undefined && <span className="figures">{count}</span>}
        </span>
        <Key of={command} />
      </button>
      {open && (
        <RowList rows={rows} caseId={caseId} empty={t(`inbox.${part}_empty`)}>
          {older && (older.more || older.error) && <Older {...older} />}
        </RowList>
      )}
    </section>
  )
}

function Older({ busy, error, onMore }: NonNullable<FoldedProps['older']>) {
  const { t } = useWords('desk')
  return (
    <li className="flex flex-col gap-2 p-2">
      {error && <Problem error={error} />}
      <Button tone="plain" busy={busy ? t('inbox.older_coming') : undefined} onClick={onMore}>
        {t('inbox.older')}
      </Button>
    </li>
  )
}
