import { Delete } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'

/** Figures of the payment PIN. */
export const pinLength = 6

type PinPadProps = {
  /** What the PIN is for: "PIN to pay Rp20,000 to Kopi Tugu". */
  label: string
  value: string
  onChange: (pin: string) => void
  onComplete?: (pin: string) => void
  fault?: string | undefined
  /** Words while it is checked; takes no more figures then. */
  busy?: string | undefined
}

/**
 * The payment PIN: six dots and our own figures, so that neither keyboard nor browser remembers it. A keyboard works,
 * too. Neither screen nor reader ever says the figures. On a phone the keys stand in the thumb's reach, whatever is said
 * above them.
 */
export function PinPad({ label, value, onChange, onComplete, fault, busy }: PinPadProps) {
  const { t } = useWords()
  const id = useId()
  const pad = useRef<HTMLFieldSetElement>(null)

  useEffect(() => pad.current?.focus(), [])

  function press(figure: string) {
    if (busy || value.length >= pinLength) return
    const next = value + figure
    onChange(next)
    if (next.length === pinLength) onComplete?.(next)
  }
  const takeBack = () => !busy && onChange(value.slice(0, -1))

  return (
    <fieldset
      ref={pad}
      tabIndex={-1}
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-state`}
      onKeyDown={(event) => {
        if (/^\d$/.test(event.key)) press(event.key)
        else if (event.key === 'Backspace') takeBack()
      }}
      className="flex flex-1 flex-col items-center gap-4 outline-none"
    >
      <p id={`${id}-label`} className="text-center font-strong">
        {label}
      </p>
      <div aria-hidden className="flex gap-[min(1rem,4vw)]">
        {Array.from({ length: pinLength }, (_, place) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: six fixed places
            key={place}
            className={classes(
              'moves size-[min(1rem,5vw)] rounded-full border-2',
              place < value.length ? 'border-ink bg-ink' : fault ? 'border-bad' : 'border-line-strong',
            )}
          />
        ))}
      </div>
      <p
        id={`${id}-state`}
        aria-live="polite"
        className={classes('min-h-12 text-center text-15', fault ? 'font-strong text-bad' : 'text-ink-soft')}
      >
        {busy ?? fault ?? <span className="sr-only">{t('field.pin_entered', { count: value.length })}</span>}
      </p>
      <div className="mt-auto grid w-full max-w-80 grid-cols-3 gap-2 tablet:mt-0">
        {['1', '2', '3', '4', '5', '6', '7', '8', '9'].map((figure) => (
          <PinKey key={figure} figure={figure} onPress={press} />
        ))}
        <span />
        <PinKey figure="0" onPress={press} />
        <button
          type="button"
          onClick={takeBack}
          className={classes(key, 'gap-1 text-[length:min(var(--type-15),4.5vw)] font-strong')}
        >
          <Delete aria-hidden size="1.5em" strokeWidth={1.75} className="shrink-0" />
          {t('action.delete_digit')}
        </button>
      </div>
    </fieldset>
  )
}

const key =
  'moves flex min-h-[max(3.5rem,var(--target))] items-center justify-center rounded-card hover:bg-sunk active:bg-accent-soft select-none'

function PinKey({ figure, onPress }: { figure: string; onPress: (figure: string) => void }) {
  return (
    <button type="button" onClick={() => onPress(figure)} className={classes(key, 'figures text-26 font-strong')}>
      {figure}
    </button>
  )
}
