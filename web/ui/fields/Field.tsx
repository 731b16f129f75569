import { CircleX } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { classes } from '../parts/classes.ts'

/** What a control inside a field must carry so that label, hint and fault are read with it. */
export type FieldBinding = {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

export type FieldFrame = {
  /** Always seen. A placeholder is never a label. */
  label: string
  /** What to write here and why; stays while typing. */
  hint?: ReactNode
  /** What is wrong and how to right it. */
  fault?: string | undefined
}

type FieldProps = FieldFrame & { className?: string; children: (binding: FieldBinding) => ReactNode }

/** Label, control, hint and fault, tied together for eye and ear. */
export function Field({ label, hint, fault, className, children }: FieldProps) {
  const id = useId()
  const frame = useRef<HTMLDivElement>(null)
  // A browser heeds `autofocus` once per document, and Preact, unlike React, leaves it to the browser.
  useEffect(() => frame.current?.querySelector<HTMLElement>('[autofocus]')?.focus(), [])
  const hintId = `${id}-hint`
  const faultId = `${id}-fault`
  const described = [hint ? hintId : '', fault ? faultId : ''].filter(Boolean).join(' ')
  return (
    <div ref={frame} className={classes('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-15 font-strong">
        {label}
      </label>
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': fault ? true : undefined })}
      {hint && (
        <p id={hintId} className="text-15 text-ink-soft">
          {hint}
        </p>
      )}
      <p id={faultId} aria-live="polite" className="text-15 font-strong text-bad empty:hidden">
        {fault && (
          <span className="inline-flex items-start gap-1.5">
            <CircleX aria-hidden size="1.125em" strokeWidth={1.75} className="mt-[0.2em] shrink-0" />
            {fault}
          </span>
        )}
      </p>
    </div>
  )
}

/** The box of every text control; any width of your own wins over its full width. */
export const controlBox =
  'moves min-h-target [:where(&)]:w-full rounded-input border border-line-strong bg-surface px-3.5 text-body text-ink ' +
  'placeholder:text-ink-soft hover:border-ink-soft focus-visible:border-accent focus-visible:outline-offset-0 ' +
  'aria-invalid:border-bad aria-invalid:bg-bad-soft'
