import type { ReactNode } from 'react'

type CheckListProps<V extends string> = {
  label: string
  hint?: string
  fault?: string | undefined
  options: readonly { value: V; label: string; about?: ReactNode }[]
  chosen: readonly V[]
  onChange: (chosen: V[]) => void
}

/** Any of several, all seen at once. */
export function CheckList<V extends string>({ label, hint, fault, options, chosen, onChange }: CheckListProps<V>) {
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="text-15 font-strong">{label}</legend>
      {hint && <p className="mb-1 text-15 text-ink-soft">{hint}</p>}
      <div className="grid gap-x-6 tablet:grid-cols-2">
        {options.map(({ value, label: words, about }) => (
          <label key={value} className="flex min-h-11 cursor-pointer items-center gap-3">
            <input
              type="checkbox"
              className="size-5 shrink-0 accent-accent"
              checked={chosen.includes(value)}
              onChange={(event) =>
                onChange(
                  options
                    .map((one) => one.value)
                    .filter((one) => (one === value ? event.target.checked : chosen.includes(one))),
                )
              }
            />
            <span className="min-w-0">
              {words}
              {about && <span className="block text-13 text-ink-soft">{about}</span>}
            </span>
          </label>
        ))}
      </div>
      {fault && (
        <p role="alert" className="text-15 font-strong text-bad">
          {fault}
        </p>
      )}
    </fieldset>
  )
}
