import { ChevronDown } from 'lucide-react'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'

type SelectProps<V extends string> = FieldFrame & {
  value: V
  onChange: (value: V) => void
  options: readonly { value: V; label: string }[]
}

/** One of several. The device's own list, because everybody knows it and it is large where it must be. */
export function Select<V extends string>({ label, hint, fault, value, onChange, options }: SelectProps<V>) {
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="relative">
          <select
            {...binding}
            value={value}
            onChange={(event) => onChange(event.target.value as V)}
            className={classes(controlBox, 'appearance-none pr-10')}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
          <ChevronDown
            aria-hidden
            size="1.25em"
            strokeWidth={1.75}
            className="pointer-events-none absolute inset-y-0 right-3.5 my-auto text-ink-soft"
          />
        </span>
      )}
    </Field>
  )
}
