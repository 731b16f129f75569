import { Search, X } from 'lucide-react'
import { type Ref, useId } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'
import { controlBox } from './Field.tsx'

type SearchFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  /** The label is always there for the ear; on the desk it may stand in the box itself. */
  compact?: boolean
  ref?: Ref<HTMLInputElement>
}

export function SearchField({ label, value, onChange, compact, ref }: SearchFieldProps) {
  const { t } = useWords()
  const id = useId()
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className={compact ? 'sr-only' : 'text-15 font-strong'}>
        {label}
      </label>
      <span className="relative">
        <Search
          aria-hidden
          size="1.25em"
          strokeWidth={1.75}
          className="pointer-events-none absolute inset-y-0 left-3.5 my-auto text-ink-soft"
        />
        <input
          ref={ref}
          id={id}
          type="search"
          placeholder={compact ? label : undefined}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={classes(controlBox, 'pr-11 pl-[calc(1.25em+1.5rem)] [&::-webkit-search-cancel-button]:hidden')}
        />
        {value && (
          <button
            type="button"
            aria-label={t('action.clear')}
            onClick={() => onChange('')}
            className="absolute inset-y-1 right-1 inline-flex w-9 items-center justify-center rounded-input text-ink-soft hover:bg-sunk"
          >
            <X aria-hidden size="1.25em" strokeWidth={1.75} />
          </button>
        )}
      </span>
    </div>
  )
}
