import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { toast } from '../../ui/parts/Toast.tsx'

const saidForMs = 3_000

/** Copies a text, and says so. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)

  async function copy() {
    if (!(await copyText(text))) return toast('warn', t('action.not_copied'))
    setCopied(true)
    setTimeout(() => setCopied(false), saidForMs)
  }

  return (
    <span className="inline-flex">
      <Button icon={copied ? Check : Copy} onClick={copy}>
        {copied ? t('action.copied') : label}
      </Button>
      <span role="status" className="sr-only">
        {copied && t('action.copied')}
      </span>
    </span>
  )
}

/** The clipboard exists on https only, and may be refused; a wallet may be tried on a plain local address. */
async function copyText(text: string): Promise<boolean> {
  const written = await navigator.clipboard?.writeText(text).then(
    () => true,
    () => false,
  )
  if (written) return true
  const field = document.createElement('textarea')
  field.value = text
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  return copied
}
