import { ImagePlus, Send, X } from 'lucide-react'
import { type ReactNode, type Ref, useId, useRef } from 'react'
import { useWords } from '../i18n/setup.ts'
import { classes } from '../parts/classes.ts'

/** A picture that is being attached. `fault` says why it cannot be sent. */
export type Attachment = {
  key: string
  name: string
  preview: string | null
  state: 'uploading' | 'ready' | 'refused'
  fault?: string
}

type ComposerProps = {
  text: string
  onText: (text: string) => void
  onSend: () => void
  attachments?: readonly Attachment[]
  onFiles?: (files: File[]) => void
  onRemove?: (key: string) => void
  /** `line` sends with Enter (desk); `paper` starts a new line with Enter and sends with the button (phone). */
  enter?: 'line' | 'paper'
  /** Instead of the box: why nothing can be written now. */
  closed?: ReactNode
  /** What is written, for whom: switches over the box, between answer and note. */
  head?: ReactNode
  /** Key hints, macros and the like, under the box. */
  foot?: ReactNode
  /** Where it is not a message to the other side: own words, on the paper of a note. */
  note?: { label: string; send: string } | undefined
  ref?: Ref<HTMLTextAreaElement>
}

/** Where a message is written: text, pictures by button, paste or drop, and the button to send. */
export function Composer(props: ComposerProps) {
  const {
    text,
    onText,
    onSend,
    attachments = [],
    onFiles,
    onRemove,
    enter = 'paper',
    closed,
    head,
    foot,
    note,
    ref,
  } = props
  const { t } = useWords()
  const label = note?.label ?? t('chat.write')
  const id = useId()
  const picker = useRef<HTMLInputElement>(null)
  if (closed) return <div className="safe-bottom border-t border-line bg-surface px-gutter pt-3">{closed}</div>

  const uploading = attachments.some((attachment) => attachment.state === 'uploading')
  const ready = (text.trim() !== '' || attachments.some((attachment) => attachment.state === 'ready')) && !uploading
  const take = (list: FileList | null | undefined) => {
    const files = [...(list ?? [])]
    if (files.length > 0) onFiles?.(files)
    return files.length > 0
  }

  return (
    <form
      className="safe-bottom flex flex-col gap-2 border-t border-line bg-surface px-gutter pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) onSend()
      }}
      onDragOver={(event) => onFiles && event.preventDefault()}
      onDrop={(event) => take(event.dataTransfer.files) && event.preventDefault()}
    >
      {head}
      {attachments.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {attachments.map((attachment) => (
            <AttachmentSlip key={attachment.key} attachment={attachment} onRemove={onRemove} />
          ))}
        </ul>
      )}
      <div className="flex items-end gap-2">
        {onFiles && (
          <>
            <input
              ref={picker}
              type="file"
              accept="image/*"
              multiple
              hidden
              onChange={(event) => {
                take(event.target.files)
                event.target.value = ''
              }}
            />
            <button
              type="button"
              aria-label={t('chat.add_picture')}
              title={t('chat.add_picture')}
              onClick={() => picker.current?.click()}
              className="moves inline-flex size-target shrink-0 items-center justify-center rounded-full text-ink-soft hover:bg-sunk"
            >
              <ImagePlus aria-hidden size="1.375rem" strokeWidth={1.75} />
            </button>
          </>
        )}
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <textarea
          ref={ref}
          id={id}
          rows={1}
          value={text}
          placeholder={label}
          onChange={(event) => onText(event.target.value)}
          onPaste={(event) => take(event.clipboardData.files) && event.preventDefault()}
          onKeyDown={(event) => {
            const sends =
              event.key === 'Enter' &&
              !event.nativeEvent.isComposing &&
              (enter === 'line' ? !event.shiftKey : event.ctrlKey || event.metaKey)
            if (!sends) return
            event.preventDefault()
            if (ready) onSend()
          }}
          className={classes(
            'field-sizing-content max-h-40 min-h-target flex-1 resize-none rounded-input border px-3.5 py-[calc((var(--target)-1.5em)/2-1px)] placeholder:text-ink-soft focus-visible:border-accent focus-visible:outline-offset-0',
            note ? 'border-dashed border-warn bg-warn-soft' : 'border-line-strong bg-surface',
          )}
        />
        <button
          type="submit"
          aria-disabled={!ready}
          className={classes(
            'moves inline-flex min-h-target shrink-0 items-center gap-2 rounded-full px-4 font-strong',
            ready ? 'bg-accent text-accent-ink hover:bg-accent-press' : 'border border-line bg-sunk text-ink-soft',
          )}
        >
          <Send aria-hidden size="1.25rem" strokeWidth={1.75} />
          {note?.send ?? t('chat.send')}
        </button>
      </div>
      {foot}
    </form>
  )
}

function AttachmentSlip({ attachment, onRemove }: { attachment: Attachment; onRemove: ComposerProps['onRemove'] }) {
  const { t } = useWords()
  const { key, name, preview, state, fault } = attachment
  return (
    <li className="flex max-w-full items-center gap-2 rounded-input border border-line bg-ground p-1.5 text-13">
      {preview && <img src={preview} alt="" className="size-10 rounded-tag object-cover" />}
      <span className="min-w-0">
        <span className="block max-w-40 truncate font-strong">{name}</span>
        {state === 'uploading' && <span className="block text-ink-soft">{t('chat.sending')}</span>}
        {fault && <span className="block text-bad">{fault}</span>}
      </span>
      {onRemove && (
        <button
          type="button"
          aria-label={t('chat.remove_picture', { name })}
          onClick={() => onRemove(key)}
          className="inline-flex size-9 items-center justify-center rounded-full hover:bg-sunk"
        >
          <X aria-hidden size="1.15em" strokeWidth={2} />
        </button>
      )}
    </li>
  )
}
