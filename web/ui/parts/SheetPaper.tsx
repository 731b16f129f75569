import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { type ReactNode, useRef, useState } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from './classes.ts'
import { UnsavedQuestion } from './UnsavedQuestion.tsx'
import { UnsavedFields } from './unsaved.ts'

export type SheetProps = {
  open: boolean
  onClose: () => void
  title: string
  /** One sentence under the title; read aloud with it. */
  about?: string
  children: ReactNode
  /** Actions that stay in reach at the bottom. */
  foot?: ReactNode
}

const place =
  'fixed inset-x-0 bottom-0 max-h-[92dvh] rounded-t-card data-[state=open]:animate-rise data-[state=closed]:animate-sink ' +
  'tablet:inset-x-auto tablet:inset-y-0 tablet:right-0 tablet:max-h-none tablet:w-[26rem] tablet:rounded-none ' +
  'tablet:border-l tablet:border-line tablet:data-[state=open]:animate-slide tablet:data-[state=closed]:animate-unslide'

/** The sheet itself; comes with Radix in a chunk of its own, see Sheet.tsx. */
export function SheetPaper({ open, onClose, title, about, children, foot }: SheetProps) {
  const { t } = useWords()
  const [unsaved] = useState(() => new Set<string>())
  const [asking, setAsking] = useState(false)
  const opener = useRef<Element | null>(null)
  // Noted while rendering: a field with autoFocus takes the keyboard before any effect runs.
  if (open && !opener.current) opener.current = document.activeElement

  /** The sheet itself takes the keyboard, unless something in it asks for it with `data-autofocus`: a ring around "Close" would point the wrong way. */
  function startAtTheTop(event: Event) {
    const sheet = event.currentTarget
    if (!(sheet instanceof HTMLElement)) return
    event.preventDefault()
    const wanted = sheet.querySelector<HTMLElement>('[data-autofocus]')
    ;(wanted ?? sheet).focus()
  }

  /** Radix goes back to its own trigger only; ours are opened by state. */
  function goBackToOpener(event: Event) {
    event.preventDefault()
    if (opener.current instanceof HTMLElement) opener.current.focus()
    opener.current = null
  }

  if (!open && asking) setAsking(false)

  function leave() {
    setAsking(false)
    onClose()
  }

  /** Escape, the cross, a press beside the sheet: what was written there is not lost unasked. */
  function wantToLeave() {
    if (unsaved.size === 0) leave()
    else setAsking(!asking)
  }

  return (
    <Dialog.Root open={open} onOpenChange={(now) => !now && wantToLeave()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim data-[state=open]:animate-show data-[state=closed]:animate-hide" />
        <Dialog.Content
          {...(about ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={startAtTheTop}
          onCloseAutoFocus={goBackToOpener}
          className={classes('z-50 flex flex-col bg-raised shadow-float outline-none', place)}
        >
          <header className="flex items-start gap-2 px-gutter pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="text-20 font-bold">{title}</Dialog.Title>
              {about && <Dialog.Description className="mt-1 text-15 text-ink-soft">{about}</Dialog.Description>}
            </div>
            <Dialog.Close className="moves -mr-2 inline-flex min-h-target items-center gap-1 rounded-full px-3 text-15 font-strong text-ink-soft hover:bg-sunk">
              <X aria-hidden size="1.25em" strokeWidth={1.75} />
              {t('action.close')}
            </Dialog.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-gutter pt-2 pb-6">
            <UnsavedFields value={unsaved}>{children}</UnsavedFields>
          </div>
          {(foot || asking) && (
            <footer className="safe-bottom flex flex-col gap-2 border-t border-line px-gutter pt-3">
              {asking ? <UnsavedQuestion onStay={() => setAsking(false)} onLeave={leave} /> : foot}
            </footer>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
