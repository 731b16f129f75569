import { useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox, Field, type FieldFrame } from './Field.tsx'

/** Countries whose numbers people are likely to have; any other can be typed with its + in front. */
const countries = [
  { code: '62', place: 'ID' },
  { code: '60', place: 'MY' },
  { code: '65', place: 'SG' },
  { code: '86', place: 'CN' },
  { code: '1', place: 'US' },
] as const

type PhoneFieldProps = FieldFrame & {
  /** Full number with + and country code, "" while empty. */
  value: string
  onChange: (phone: string) => void
  autoFocus?: boolean
}

function partsOf(value: string): { code: string; local: string } {
  const country = countries.find((known) => value.startsWith(`+${known.code}`))
  return country ? { code: country.code, local: value.slice(country.code.length + 1) } : { code: '62', local: value }
}

/** Mobile numbers as they are printed: 812 3456 7890 in Indonesia and China, 9123 4567 elsewhere. */
function showPhoneDigits(digits: string, code = '62'): string {
  const first = code === '62' || code === '86' ? 3 : 4
  const groups = [digits.slice(0, first), ...(digits.slice(first).match(/.{1,4}/g) ?? [])]
  return groups.filter(Boolean).join(' ')
}

/** A whole number in groups, as people read it out; one of a country that is not in the list as it is. */
export function showPhone(phone: string): string {
  const { code, local } = partsOf(phone)
  return local === phone ? phone : `+${code} ${showPhoneDigits(local, code)}`
}

/**
 * A phone number in two parts, country and number. A leading 0 is dropped, a pasted +number chooses its country; what is
 * a real number the server decides.
 */
export function PhoneField({ label, hint, fault, value, onChange, autoFocus }: PhoneFieldProps) {
  const { t } = useWords()
  const [code, setCode] = useState(() => partsOf(value).code)
  const local = value.startsWith(`+${code}`) ? value.slice(code.length + 1) : value

  function take(typed: string) {
    const trimmed = typed.trim()
    if (trimmed.startsWith('+')) {
      const pasted = `+${trimmed.replace(/\D/g, '')}`
      const parts = partsOf(pasted)
      if (parts.local !== pasted) setCode(parts.code)
      return onChange(pasted)
    }
    const digits = trimmed.replace(/\D/g, '').replace(/^0+/, '')
    onChange(digits && `+${code}${digits}`)
  }

  function chooseCountry(next: string) {
    setCode(next)
    onChange(local && `+${next}${local.replace(/\D/g, '')}`)
  }

  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="flex gap-2">
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
            className={classes(controlBox, 'figures')}
          />
        </span>
      )}
    </Field>
  )
}
