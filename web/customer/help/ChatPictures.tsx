import { useWords } from '../../ui/i18n/setup.ts'

type Picture = { id: string; name: string; widthPx?: number | null; heightPx?: number | null }

/** Pictures of a message; each opens in full. Their room is kept before they come, so that nothing jumps. */
export function ChatPictures({ files }: { files: readonly Picture[] }) {
  const { t } = useWords()
  return (
    <span className="flex flex-col gap-2">
      {files.map(({ id, name, widthPx, heightPx }) => (
        <a key={id} href={`/api/files/${id}`} target="_blank" rel="noreferrer" className="block">
          <img
            src={`/api/files/${id}`}
            alt={t('chat.picture', { name })}
            width={widthPx ?? undefined}
            height={heightPx ?? undefined}
            className="max-h-72 w-auto max-w-full rounded-input bg-sunk object-contain"
          />
        </a>
      ))}
    </span>
  )
}
