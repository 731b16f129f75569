import { ImageUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { Button } from '../../ui/parts/Button.tsx'
import { Notice } from '../../ui/parts/Notice.tsx'
import { decodePicture } from './decode.ts'

/** A picture of a code that is already on the phone: a screenshot, a photo that somebody sent. */
export function PictureOfCode({ onText }: { onText: (text: string) => void }) {
  const { t } = useWords('customer')
  const picker = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'ready' | 'reading' | 'nothing' | 'unreadable'>('ready')

  async function read(file: File) {
    setState('reading')
    try {
      const text = await decodePicture(file)
      setState(text ? 'ready' : 'nothing')
      if (text) onText(text)
    } catch {
      setState('unreadable')
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <input
        ref={picker}
        type="file"
        accept="image/*"
        hidden
        aria-label={t('scan.picture')}
        data-testid="code-picture"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file) read(file)
        }}
      />
      <Button
        wide
        icon={ImageUp}
        busy={state === 'reading' ? t('scan.reading') : undefined}
        onClick={() => picker.current?.click()}
      >
        {t('scan.picture')}
      </Button>
      {(state === 'nothing' || state === 'unreadable') && (
        <Notice meaning="warn" title={t(state === 'nothing' ? 'scan.nothing_title' : 'scan.unreadable_title')}>
          {t('scan.nothing_text')}
        </Notice>
      )}
    </div>
  )
}
