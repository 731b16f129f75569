import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'
import { pinLength } from './PinPad.tsx'

type PinFieldProps = FieldFrame & { value: string; onChange: (pin: string) => void; autoFocus?: boolean }

/** A PIN within a form: choosing or changing it. To confirm a payment use PinPad. */
export function PinField({ label, hint, fault, value, onChange, autoFocus }: PinFieldProps) {
  const { t } = useWords()
  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="relative block max-w-60">
          <input
            {...binding}
            type="password"
            inputMode="numeric"
            autoComplete="off"
            // biome-ignore lint/a11y/noAutofocus: the PIN is the one thing to fill in on its screen
            autoFocus={autoFocus}
            value={value}
            onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, pinLength))}
            className={classes(controlBox, 'figures tracking-[0.4em]')}
          />
          <span className="sr-only" aria-live="polite">
            {t('field.pin_entered', { count: value.length })}
          </span>
        </span>
      )}
    </Field>
  )
}
