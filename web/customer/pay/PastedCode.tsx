import { type FormEvent, useState } from 'react'
import { TextArea } from '../../ui/fields/TextArea.tsx'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'

/** The text of a code, or the link of a shop, typed or pasted. */
export function PastedCode({ onText }: { onText: (text: string) => void }) {
  const { t } = useWords('customer')
  const [text, setText] = useState('')
  const [asked, setAsked] = useState(false)

  function submit(event: FormEvent) {
    event.preventDefault()
    setAsked(true)
    if (text.trim()) onText(text)
  }

  return (
    <form onSubmit={submit} className="flex flex-col gap-3 border-t border-line pt-5">
      <TextArea
        label={t('scan.paste')}
        hint={t('scan.paste_hint')}
        rows={2}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={setText}
        fault={asked && !text.trim() ? t('scan.paste_missing') : undefined}
      />
      <Button type="submit" wide>
        {t('scan.paste_go')}
      </Button>
    </form>
  )
}
