import type { ComponentProps } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'
import { RoomLeft } from './RoomLeft.tsx'
import { roomIn } from './room.ts'

type TextAreaProps = FieldFrame &
  Omit<ComponentProps<'textarea'>, 'onChange' | 'value' | 'children' | 'maxLength'> & {
    value: string
    onChange: (value: string) => void
    /** Most characters. What is longer stays in the box and says by how much; whoever sends it asks `useTooLong`. */
    limit?: number
  }

/** Several lines of text; grows with what is written, and never cuts it. */
export function TextArea(props: TextAreaProps) {
  const { label, hint, fault, value, onChange, limit = Number.POSITIVE_INFINITY, className, rows = 3, ...rest } = props
  const { t } = useWords()
  const room = roomIn(value, limit)
  const frame = {
    label,
    hint: room.state === 'near' ? <RoomLeft hint={hint} left={room.left} /> : hint,
    fault: room.state === 'over' ? t('room.over', { count: room.over }) : fault,
  }
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
