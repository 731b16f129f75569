import { type ReactNode, useId } from 'react'
import { classes } from '../parts/classes.ts'

type ToggleProps = { label: string; about?: ReactNode; on: boolean; onChange: (on: boolean) => void }

/** On or off, at once. The knob says it by place, the track by colour. */
export function Toggle({ label, about, on, onChange }: ToggleProps) {
  const id = useId()
  return (
    <label htmlFor={id} className="flex min-h-target cursor-pointer items-center gap-4 py-2">
      <span className="min-w-0 flex-1">
        <span className="block font-strong">{label}</span>
        {about && <span className="block text-15 text-ink-soft">{about}</span>}
      </span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        onChange={(event) => onChange(event.target.checked)}
        className="peer sr-only"
      />
      <span
        aria-hidden
        className={classes(
          'moves flex h-8 w-14 shrink-0 items-center rounded-full border-2 px-0.5 peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-accent',
          on ? 'border-accent bg-accent' : 'border-line-strong bg-surface',
        )}
      >
        <span
          className={classes('moves size-5.5 rounded-full', on ? 'translate-x-6 bg-accent-ink' : 'bg-line-strong')}
        />
      </span>
    </label>
  )
}
