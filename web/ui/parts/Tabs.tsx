import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { classes } from './classes.ts'

type TabsProps<V extends string> = {
  label: string
  value: V
  onChange: (value: V) => void
  tabs: readonly { value: V; label: ReactNode }[]
}

/** Kinds of the same thing, one at a time: filters of a history, parts of a side panel. Arrow keys move. */
export function Tabs<V extends string>({ label, value, onChange, tabs }: TabsProps<V>) {
  const row = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: again whenever another one is chosen
  useEffect(() => showChosen(row.current), [value])

  function step(event: KeyboardEvent) {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0) return
    event.preventDefault()
    const here = tabs.findIndex((tab) => tab.value === value)
    const next = (here + by + tabs.length) % tabs.length
    onChange(tabs[next]!.value)
    row.current?.querySelectorAll<HTMLButtonElement>('[role=radio]')[next]?.focus()
  }

  return (
    <div
      ref={row}
      role="radiogroup"
      aria-label={label}
      onKeyDown={step}
      className="flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]"
    >
      {tabs.map((tab) => (
        // biome-ignore lint/a11y/useSemanticElements: looks and moves as tabs, chooses as radio buttons
        <button
          key={tab.value}
          type="button"
          role="radio"
          aria-checked={tab.value === value}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
          className={classes(
            'moves -mb-px inline-flex min-h-target shrink-0 items-center gap-2 border-b-2 px-2 font-strong tablet:px-3 focus-visible:-outline-offset-2',
            tab.value === value ? 'border-accent text-accent' : 'border-transparent text-ink-soft hover:text-ink',
          )}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** On a narrow screen the chosen one may lie beside the screen. Moves the row alone, never the page. */
function showChosen(row: HTMLElement | null): void {
  const chosen = row?.querySelector('[aria-checked=true]')?.getBoundingClientRect()
  if (!row || !chosen) return
  const { left, right } = row.getBoundingClientRect()
  if (chosen.right > right) row.scrollLeft += chosen.right - right
  else if (chosen.left < left) row.scrollLeft -= left - chosen.left
}
