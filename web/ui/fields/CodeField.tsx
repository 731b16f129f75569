import { useRef } from 'react'
import { classes } from '../parts/classes.ts'
import { Field, type FieldFrame } from './Field.tsx'

/** Figures of a code sent by SMS. */
export const codeLength = 6

type CodeFieldProps = FieldFrame & {
  value: string
  onChange: (code: string) => void
  /** Called once when all figures are there. */
  onComplete?: (code: string) => void
  autoFocus?: boolean
}

/**
 * A six-figure code. One real input lies over six drawn boxes, so that filling in from the SMS, pasting, and screen
 * readers work as everywhere.
 */
export function CodeField({ label, hint, fault, value, onChange, onComplete, autoFocus }: CodeFieldProps) {
  const input = useRef<HTMLInputElement>(null)

  function take(typed: string) {
    const digits = typed.replace(/\D/g, '').slice(0, codeLength)
    onChange(digits)
    if (digits.length === codeLength && digits !== value) onComplete?.(digits)
  }

  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="group relative block w-full max-w-80">
          <span aria-hidden className="flex gap-2">
            {Array.from({ length: codeLength }, (_, place) => (
              <span
                // biome-ignore lint/suspicious/noArrayIndexKey: six fixed places
                key={place}
                className={classes(
                  'moves figures flex h-14 min-w-0 flex-1 items-center justify-center rounded-input border bg-surface text-26 font-strong',
                  fault ? 'border-bad' : 'border-line-strong',
                  place === Math.min(value.length, codeLength - 1) &&
                    'group-focus-within:border-accent group-focus-within:outline-2 group-focus-within:outline-accent',
                )}
              >
                {value[place] ?? ''}
              </span>
            ))}
          </span>
          <input
            {...binding}
            ref={input}
            type="text"
            inputMode="numeric"
            autoComplete="one-time-code"
            // biome-ignore lint/a11y/noAutofocus: the code is the one thing to fill in on its screen
            autoFocus={autoFocus}
            value={value}
            onChange={(event) => take(event.target.value)}
            onSelect={() => input.current?.setSelectionRange(value.length, value.length)}
            className="absolute inset-0 size-full cursor-text rounded-input bg-transparent text-transparent caret-transparent outline-none selection:bg-transparent selection:text-transparent"
          />
        </span>
      )}
    </Field>
  )
}
