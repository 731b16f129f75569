import { Eye, EyeOff } from 'lucide-react'
import { type ComponentProps, useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'
import { RoomLeft } from './RoomLeft.tsx'
import { roomIn } from './room.ts'

type TextFieldProps = FieldFrame &
  Omit<ComponentProps<'input'>, 'onChange' | 'value' | 'children'> & {
    value: string
    onChange: (value: string) => void
  }

/** Of shorter fields everybody sees what goes in: a country, a time. */
const shortestTold = 20

/**
 * One line of text. For a password give `type="password"`: it can then be shown. A field takes no more than `maxLength`, and
 * says so before it is full.
 */
export function TextField({ label, hint, fault, value, onChange, className, type, ...rest }: TextFieldProps) {
  const { maxLength = 0 } = rest
  const room = roomIn(value, maxLength)
  const full = maxLength >= shortestTold && room.state !== 'wide'
  const frame = {
    label,
    hint: full ? <RoomLeft hint={hint} left={room.left} /> : hint,
    fault,
  }
  return (
    <Field {...frame} {...(className ? { className } : {})}>
      {(binding) =>
        type === 'password' ? (
          <PasswordControl {...rest} {...binding} value={value} onChange={onChange} />
        ) : (
          <input
            {...rest}
            {...binding}
            type={type ?? 'text'}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            className={controlBox}
          />
        )
      }
    </Field>
  )
}

type ControlProps = Omit<ComponentProps<'input'>, 'onChange'> & { value: string; onChange: (value: string) => void }

function PasswordControl({ value, onChange, ...rest }: ControlProps) {
  const { t } = useWords()
  const [seen, setSeen] = useState(false)
  const Icon = seen ? EyeOff : Eye
  return (
    <span className="relative">
      <input
        {...rest}
        type={seen ? 'text' : 'password'}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={classes(controlBox, 'pr-32')}
      />
      <button
        type="button"
        onClick={() => setSeen(!seen)}
        className="moves absolute inset-y-0 right-0 inline-flex items-center gap-1.5 rounded-input px-3 text-15 font-strong text-ink-soft hover:bg-sunk"
      >
        <Icon aria-hidden size="1.25em" strokeWidth={1.75} />
        {seen ? t('field.hide') : t('field.show')}
      </button>
    </span>
  )
}
