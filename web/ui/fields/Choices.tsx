import { Check, type LucideIcon } from 'lucide-react'
import { useId } from 'react'
import { classes } from '../parts/classes.ts'

type ChoicesProps<V extends string> = {
  label: string
  value: V | null
  onChange: (value: V) => void
  options: readonly { value: V; label: string; about?: string; icon?: LucideIcon }[]
}

/** One of a few, all seen at once: reasons, topics, languages. */
export function Choices<V extends string>({ label, value, onChange, options }: ChoicesProps<V>) {
  const name = useId()
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-15 font-strong">{label}</legend>
      {options.map(({ value: own, label: words, about, icon: Icon }) => (
        <label
          key={own}
          className={classes(
            'moves flex min-h-target cursor-pointer items-center gap-3 rounded-card border px-4 py-2.5 has-focus-visible:outline-2 has-focus-visible:outline-accent',
            own === value ? 'border-accent bg-accent-soft' : 'border-line bg-surface hover:border-line-strong',
          )}
        >
          <input
            type="radio"
            name={name}
            value={own}
            checked={own === value}
            onChange={() => onChange(own)}
            className="sr-only"
          />
          {Icon && <Icon aria-hidden size="1.375rem" strokeWidth={1.75} className="shrink-0 text-ink-soft" />}
          <span className="min-w-0 flex-1">
            <span className="block font-strong">{words}</span>
            {about && <span className="block text-15 text-ink-soft">{about}</span>}
          </span>
          {own === value && <Check aria-hidden size="1.25rem" strokeWidth={2} className="shrink-0 text-accent" />}
        </label>
      ))}
    </fieldset>
  )
}
