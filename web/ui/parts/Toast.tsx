import { X } from 'lucide-react'
import { useEffect, useSyncExternalStore } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from './classes.ts'
import { type Meaning, meaningIcons, meaningInks } from './Notice.tsx'

type Toast = { id: number; meaning: Meaning; words: string; action?: { label: string; onPress: () => void } }

/** Long enough to read two lines twice; a toast with an action stays longer. */
const shortMs = 6_000
const longMs = 12_000
/** More than this are never on the screen; the oldest gives way. */
const maximumToasts = 3

let toasts: readonly Toast[] = []
let nextId = 1
const listeners = new Set<() => void>()

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

/** Says something that has happened and needs no answer. What must not be missed belongs in the page: Notice. */
export function toast(meaning: Meaning, words: string, action?: Toast['action']): void {
  const added: Toast = action ? { id: nextId++, meaning, words, action } : { id: nextId++, meaning, words }
  change([...toasts, added].slice(-maximumToasts))
}

const dismiss = (id: number) => change(toasts.filter((shown) => shown.id !== id))

/**
 * Once in each app, beside the router. A polite live region at the bottom; at the `top` where people write at the bottom.
 */
export function Toasts({ place = 'bottom' }: { place?: 'bottom' | 'top' }) {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <div
      role="status"
      aria-live="polite"
      className={classes(
        'pointer-events-none fixed inset-x-0 z-60 flex flex-col items-center gap-2 px-gutter',
        place === 'bottom' ? 'bottom-0 pb-[max(1rem,env(safe-area-inset-bottom))]' : 'top-0 pt-1.5',
      )}
    >
      {shown.map((one) => (
        <ToastPaper key={one.id} toast={one} />
      ))}
    </div>
  )
}

function ToastPaper({ toast: { id, meaning, words, action } }: { toast: Toast }) {
  const { t } = useWords()
  const Icon = meaningIcons[meaning]
  useEffect(() => {
    const timer = setTimeout(() => dismiss(id), action ? longMs : shortMs)
    return () => clearTimeout(timer)
  }, [id, action])
  return (
    <div className="pointer-events-auto flex w-full max-w-112 animate-rise items-center gap-3 rounded-card border border-line bg-raised py-1.5 pr-1.5 pl-4 shadow-float">
      <Icon aria-hidden size="1.25rem" strokeWidth={1.75} className={classes('shrink-0', meaningInks[meaning])} />
      <p className="min-w-0 flex-1 py-1.5 text-15">{words}</p>
      {action && (
        <button
          type="button"
          onClick={() => {
            dismiss(id)
            action.onPress()
          }}
          className="moves min-h-target rounded-full px-3 text-15 font-strong text-accent hover:bg-accent-soft"
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('action.close')}
        onClick={() => dismiss(id)}
        className="moves inline-flex size-target items-center justify-center rounded-full text-ink-soft hover:bg-sunk"
      >
        <X aria-hidden size="1.25rem" strokeWidth={1.75} />
      </button>
    </div>
  )
}
