import { type ChangeEvent, useLayoutEffect, useReducer, useRef } from 'react'
import type { Currency } from '../../../contract/money.ts'
import { useWords } from '../i18n/setup.ts'
import { decimalsOf, readTypedAmount, separatorsOf, showTypedAmount, symbolOf } from '../money.ts'
import { Field, type FieldFrame } from './Field.tsx'

type AmountFieldProps = FieldFrame & {
  currency: Currency
  /** A decimal string, "" while empty. */
  value: string
  onChange: (amount: string) => void
  autoFocus?: boolean
}

/**
 * Money, the largest thing on its screen. Groups the figures while they are typed, in the way of the language, and
 * keeps the caret beside the figure it stood at.
 */
export function AmountField({ label, hint, fault, currency, value, onChange, autoFocus }: AmountFieldProps) {
  const { language } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const figuresBeforeCaret = useRef<number | null>(null)
  const { group } = separatorsOf(language)
  const [, redraw] = useReducer((times: number) => times + 1, 0)
  const shown = showTypedAmount(value, language)

  useLayoutEffect(() => {
    if (figuresBeforeCaret.current === null || !input.current) return
    const caret = caretAfterFigures(shown, figuresBeforeCaret.current, group)
    input.current.setSelectionRange(caret, caret)
    figuresBeforeCaret.current = null
  })

  function take(event: ChangeEvent<HTMLInputElement>) {
    let typed = event.target.value
    let caret = event.target.selectionStart ?? typed.length
    const forward = (event.nativeEvent as InputEvent).inputType === 'deleteContentForward'
    if (typed.length === shown.length - 1 && readTypedAmount(typed, language, currency) === value) {
      // Only a group sign was deleted: the figure beside it was meant.
      if (!forward) caret--
      typed = typed.slice(0, caret) + typed.slice(caret + 1)
    }
    figuresBeforeCaret.current = countFigures(typed.slice(0, caret), group)
    redraw() // also where the amount stays the same, or the caret would be lost
    onChange(readTypedAmount(typed, language, currency))
  }

  return (
    <Field label={label} hint={hint} fault={fault}>
      {(binding) => (
        <span className="moves flex items-baseline gap-2 border-b-2 border-line-strong pb-1 focus-within:border-accent has-aria-invalid:border-bad">
          <span aria-hidden className="text-26 font-strong text-ink-soft">
            {symbolOf(currency)}
          </span>
          <input
            {...binding}
            ref={input}
            type="text"
            inputMode={decimalsOf(currency) === 0 ? 'numeric' : 'decimal'}
            autoComplete="off"
            enterKeyHint="done"
            // biome-ignore lint/a11y/noAutofocus: the amount is the one thing to fill in on its screen
            autoFocus={autoFocus}
            value={shown}
            onChange={take}
            className="figures w-full min-w-0 bg-transparent text-48 font-bold tracking-[-0.02em] outline-none"
          />
        </span>
      )}
    </Field>
  )
}

/** Figures and the decimal sign count; group signs come and go. */
function countFigures(text: string, group: string): number {
  return text.replaceAll(group, '').length
}

function caretAfterFigures(shown: string, figures: number, group: string): number {
  let seen = 0
  for (let index = 0; index < shown.length; index++) {
    if (seen === figures) return index
    if (shown[index] !== group) seen++
  }
  return shown.length
}
