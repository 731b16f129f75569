import { useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'
import { countries, partsOf, readTyped, showPhoneDigits } from './phone-parts.ts'

type PhoneFieldProps = FieldFrame & {
  /** Full number with + and country code, "" while empty. */
  value: string
  onChange: (phone: string) => void
  autoFocus?: boolean
}

/**
 * A phone number in two parts, country and number. A leading 0 or a country code in front of the number is dropped, a
 * pasted +number chooses its country; what is a real number the server decides.
 */
export function PhoneField({ label, hint, fault, value, onChange, autoFocus }: PhoneFieldProps) {
  const { t } = useWords()
  const [code, setCode] = useState(() => partsOf(value).code)
  const local = value.startsWith(`+${code}`) ? value.slice(code.length + 1) : value

  function take(typed: string) {
    const read = readTyped(typed, code)
    setCode(read.code)
    onChange(read.phone)
  }

  function chooseCountry(next: string) {
    setCode(next)
    onChange(local && `+${next}${local.replace(/\D/g, '')}`)
  }

  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="flex flex-wrap gap-2">
          <select
            aria-label={t('field.country')}
            value={code}
            onChange={(event) => chooseCountry(event.target.value)}
            className={classes(controlBox, 'figures w-auto shrink-0 pr-2')}
          >
            {countries.map((country) => (
              <option key={country.code} value={country.code}>
                {country.place} +{country.code}
              </option>
            ))}
          </select>
          <input
            {...binding}
            type="tel"
            inputMode="tel"
            autoComplete="tel"
            // biome-ignore lint/a11y/noAutofocus: the number is the one thing to fill in on its screen
            autoFocus={autoFocus}
            value={local.startsWith('+') ? local : showPhoneDigits(local, code)}
            onChange={(event) => take(event.target.value)}
            className={classes(controlBox, 'figures flex-[1_1_9rem]')}
          />
        </span>
      )}
    </Field>
  )
}
