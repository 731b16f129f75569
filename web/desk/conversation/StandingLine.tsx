import { Hand } from 'lucide-react'
import { useId } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { buttonClass } from '../../ui/parts/Button.tsx'
import { classes } from '../../ui/parts/classes.ts'
import { ariaKey } from '../keys/commands.ts'
import { Key } from '../keys/Key.tsx'
import type { Standing } from './standing.ts'

/** Conversations that I hold of those that I can. */
export type Room = { active: number; capacity: number; free: boolean }

type StandingLineProps = {
  standing: Standing
  customer: string
  colleague: string | null
  onTake: (() => void) | undefined
  room: Room
}

/** Why no answer can be written now, and what can be done about it. */
export function StandingLine({ standing, customer, colleague, onTake, room }: StandingLineProps) {
  const { t } = useWords('desk')
  if (standing === 'waiting') return <Takeable words={t('write.waiting', { name: customer })} onTake={onTake} />
  if (standing === 'unattended')
    return room.free ? (
      <Takeable words={t('write.unattended', { name: customer })} onTake={onTake} />
    ) : (
      <Takeable words={t('write.unattended_full', { active: room.active, capacity: room.capacity })} full />
    )
  return (
    <p className="text-ink-soft">
      {standing === 'closed' && t('write.closed', { name: customer })}
      {standing === 'colleague' && t('write.colleague', { name: colleague ?? '' })}
    </p>
  )
}

/** `full`: greyed, because I hold as many as I can. */
function Takeable({
  words,
  onTake,
  full = false,
}: {
  words: string
  onTake?: (() => void) | undefined
  full?: boolean
}) {
  const { t } = useWords('desk')
  const whyId = useId()
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <p id={whyId} className="min-w-0 flex-1">
        {words}
      </p>
      <button
        type="button"
        onClick={onTake}
        aria-disabled={full}
        aria-describedby={whyId}
        aria-keyshortcuts={ariaKey('take_this')}
        className={classes(
          full
            ? 'inline-flex min-h-target cursor-not-allowed items-center gap-2 rounded-full border border-line bg-sunk px-5 font-strong text-ink-soft'
            : buttonClass('primary'),
        )}
      >
        <Hand aria-hidden size="1.2em" strokeWidth={1.75} />
        {t('command.take_this')}
        <Key of="take_this" />
      </button>
    </div>
  )
}
