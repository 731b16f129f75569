import type { FormEvent, KeyboardEvent } from 'react'
import { fits } from '../../ui/fields/room.ts'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { useUnsaved } from '../../ui/parts/unsaved.ts'

/** The contract's bounds of a reason. */
const minimumCharacters = 5
const maximumCharacters = 500

const isShort = (text: string) => text.trim().length < minimumCharacters

export function isReason(text: string): boolean {
  return !isShort(text) && fits(text, maximumCharacters)
}

type ReasonFieldProps = {
  value: string
  onChange: (text: string) => void
  /** Was it sent already? Only then a short reason is a fault. */
  tried: boolean
  hint?: string
  onSubmit: (event: FormEvent | KeyboardEvent) => void
  /** False where something else is asked first. */
  autoFocus?: boolean
}

/** Why something is done to somebody's account; whoever it is about reads it. Ctrl Enter sends. */
export function ReasonField({ value, onChange, tried, hint, onSubmit, autoFocus = true }: ReasonFieldProps) {
  const { t } = useWords('desk')
  useUnsaved(value)
  return (
    <TextArea
      label={t('actions.reason')}
      autoFocus={autoFocus}
      {...(hint ? { hint } : {})}
      fault={tried && isShort(value) ? t('actions.reason_short', { count: minimumCharacters }) : undefined}
      value={value}
      onChange={onChange}
      limit={maximumCharacters}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onSubmit(event)
      }}
    />
  )
}
