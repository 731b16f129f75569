import { useEffect, useId, useRef } from 'react'
import { useWords } from '../i18n/setup.ts'
import { Button } from './Button.tsx'

type UnsavedQuestionProps = { onStay: () => void; onLeave: () => void }

/** Asked before what was written is lost; the keyboard is on the answer that loses nothing, and goes back from there. */
export function UnsavedQuestion({ onStay, onLeave }: UnsavedQuestionProps) {
  const { t } = useWords()
  const titleId = useId()
  const answers = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    answers.current?.querySelector('button')?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <div role="alertdialog" aria-labelledby={titleId} className="flex flex-col gap-3">
      <p id={titleId} className="font-strong">
        {t('unsaved.ask')}
      </p>
      <div ref={answers} className="flex flex-wrap gap-3">
        <Button tone="primary" onClick={onStay}>
          {t('unsaved.stay')}
        </Button>
        <Button onClick={onLeave}>{t('unsaved.leave')}</Button>
      </div>
    </div>
  )
}
