import type { ComponentProps } from 'react'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'

type TextAreaProps = FieldFrame &
  Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'children'> & {
    value: string
    onChange: (value: string) => void
  }

/** Several lines of text; grows with what is written. */
export function TextArea({ label, hint, fault, value, onChange, className, rows = 3, ...rest }: TextAreaProps) {
  const frame = { label, hint, fault }
  return (
    <Field {...frame} {...(className ? { className } : {})}>
      {(binding) => (
        <textarea
          {...rest}
          {...binding}
          rows={rows}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes(controlBox, 'field-sizing-content py-2.5')}
        />
      )}
    </Field>
  )
}
