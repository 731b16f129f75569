import { Dialog } from 'radix-ui'
import { useState } from 'react'
import { type TimelineEvent, uploadFile } from '../../../contract/chat.ts'
import { useWords } from '../../ui/i18n/setup.ts'

type File = TimelineEvent['files'][number]

const pictureAddress = (fileId: string) => `${uploadFile.path}/${fileId}?as=staff`
const longestSidePx = 220
const shortestSidePx = 48

/** Room for the picture before it has come, so that nothing below it moves when it does. */
function roomFor({ widthPx, heightPx }: File): { width: number; height: number } {
  if (!widthPx || !heightPx) return { width: longestSidePx, height: longestSidePx }
  const scale = Math.min(1, longestSidePx / Math.max(widthPx, heightPx))
  const side = (px: number) => Math.max(shortestSidePx, Math.round(px * scale))
  return { width: side(widthPx), height: side(heightPx) }
}

/** Pictures of one message; pressed, one is seen large. */
export function Pictures({ files }: { files: readonly File[] }) {
  const { t } = useWords()
  const [large, setLarge] = useState<File | null>(null)
  return (
    <div className="flex flex-wrap gap-2">
      {files.map((file) => (
        <button
          key={file.id}
          type="button"
          aria-label={t('chat.picture', { name: file.name })}
          onClick={() => setLarge(file)}
          className="overflow-hidden rounded-tag border border-line bg-sunk"
        >
          <img
            src={pictureAddress(file.id)}
            alt=""
            {...roomFor(file)}
            loading="lazy"
            className="h-auto max-w-full object-cover"
          />
        </button>
      ))}
      <Dialog.Root open={large !== null} onOpenChange={(open) => !open && setLarge(null)}>
        <Dialog.Portal>
          <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim" />
          <Dialog.Content
            aria-describedby={undefined}
            className="fixed inset-4 z-50 flex flex-col gap-3 rounded-card bg-raised p-4 shadow-float outline-none tablet:inset-10"
          >
            <div className="flex items-center gap-4">
              <Dialog.Title className="min-w-0 flex-1 truncate text-15 font-strong">{large?.name}</Dialog.Title>
              <Dialog.Close className="min-h-target rounded-full px-3 font-strong text-ink-soft hover:bg-sunk">
                {t('action.close')}
              </Dialog.Close>
            </div>
            {large && (
              <img
                src={pictureAddress(large.id)}
                alt={t('chat.picture', { name: large.name })}
                className="min-h-0 flex-1 object-contain"
              />
            )}
          </Dialog.Content>
        </Dialog.Portal>
      </Dialog.Root>
    </div>
  )
}
