import { useWords } from '../i18n/setup.ts'

/** The key of an action, beside its word: `<KeyHint keys="R" />`, `<KeyHint keys="Ctrl Enter" />`. */
export function KeyHint({ keys }: { keys: string }) {
  const { t } = useWords()
  return (
    <span className="inline-flex gap-1">
      <span className="sr-only">{t('key', { key: keys })}</span>
      {keys.split(' ').map((key) => (
        <kbd
          aria-hidden
          key={key}
          className="figures inline-flex h-5.5 min-w-5.5 items-center justify-center rounded-tag border border-line bg-sunk px-1.5 font-sans text-13 font-strong text-ink-soft"
        >
          {key}
        </kbd>
      ))}
    </span>
  )
}
