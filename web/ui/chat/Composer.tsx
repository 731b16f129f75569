import { ImagePlus, Send, X } from 'lucide-react'
import { type ReactNode, type Ref, useId, useRef } from 'react'
import { maximumMessageCharacters, pictureTypes } from '../../../contract/chat.ts'
import { roomIn } from '../fields/room.ts'
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
  /** Most characters that may be sent; what is longer stays, and says by how much. See `fields/room.ts`. */
  limit?: number
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
    limit = maximumMessageCharacters,
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
  const paper = enter === 'paper'
  if (closed) return <div className="safe-bottom border-t border-line bg-surface px-gutter pt-3">{closed}</div>

  const uploading = attachments.some((attachment) => attachment.state === 'uploading')
  const room = roomIn(text, limit)
  const some = text.trim() !== '' || attachments.some((attachment) => attachment.state === 'ready')
  const ready = some && room.state !== 'over' && !uploading
  const roomId = room.state === 'wide' ? undefined : `${id}-${room.state}`
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
      <div className={classes('flex gap-2', paper ? 'flex-wrap items-center' : 'items-end')}>
        {onFiles && <PicturePicker named={paper} onFiles={onFiles} />}
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <textarea
          ref={ref}
          id={id}
          rows={1}
          value={text}
          placeholder={label}
          aria-describedby={roomId}
          aria-invalid={room.state === 'over'}
          onChange={(event) => onText(event.target.value)}
          onPaste={(event) => take(event.clipboardData.files) && event.preventDefault()}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            if (paper ? !(event.ctrlKey || event.metaKey) : event.shiftKey) return
            event.preventDefault()
            if (ready) onSend()
          }}
          className={classes(
            'field-sizing-content max-h-40 min-h-target resize-none rounded-input border px-3.5',
            'py-[calc((var(--target)-1.5em)/2-1px)] placeholder:text-ink-soft focus-visible:border-accent focus-visible:outline-offset-0',
            note ? 'border-dashed border-warn bg-warn-soft' : 'border-line-strong bg-surface',
            paper ? '-order-1 w-full' : 'min-w-0 flex-1',
          )}
        />
        <button
          type="submit"
          aria-disabled={!ready}
          aria-describedby={room.state === 'over' ? roomId : undefined}
          className={classes(
            'moves ml-auto inline-flex min-h-target shrink-0 items-center gap-2 rounded-full px-5 font-strong',
            ready ? 'bg-accent text-accent-ink hover:bg-accent-press' : 'border border-line bg-sunk text-ink-soft',
          )}
        >
          <Send aria-hidden size="1.25rem" strokeWidth={1.75} />
          {note?.send ?? t('chat.send')}
        </button>
      </div>
      <p id={`${id}-over`} role="status" className="text-15 text-bad empty:hidden">
        {room.state === 'over' && t('chat.too_long', { count: room.over })}
      </p>
      {room.state === 'near' && (
        <p id={roomId} className="text-15 text-ink-soft tabular-nums">
          {t('room.left', { count: room.left })}
        </p>
      )}
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

/** The button that opens the device's pictures; with its word on a phone. */
function PicturePicker({ named, onFiles }: { named: boolean; onFiles: (files: File[]) => void }) {
  const { t } = useWords()
  const picker = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={picker}
        type="file"
        accept={pictureTypes.join(',')}
        multiple
        hidden
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
      <button
        type="button"
        title={named ? undefined : t('chat.add_picture')}
        onClick={() => picker.current?.click()}
        className={classes(
          'moves inline-flex min-h-target shrink-0 items-center gap-2 rounded-full text-15 font-strong text-ink-soft hover:bg-sunk',
          named ? '-ml-3 min-w-0 flex-1 px-3' : 'min-w-target justify-center',
        )}
      >
        <ImagePlus aria-hidden size="1.375rem" strokeWidth={1.75} />
        <span className={classes(!named && 'sr-only')}>{t('chat.add_picture')}</span>
      </button>
    </>
  )
}
