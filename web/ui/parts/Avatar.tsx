import { Store } from 'lucide-react'
import { classes } from './classes.ts'

/** First letters of the first and last word; of a Chinese name its last character. */
export function initialsOf(name: string): string {
  const trimmed = name.trim()
  if (/\p{Script=Han}/u.test(trimmed)) return [...trimmed].at(-1) ?? ''
  const words = trimmed.split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]]
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('')
}

/** A face for somebody without a picture. Always stands beside the name, so it is silent. */
export function Avatar({
  name,
  kind = 'person',
  size = 'medium',
}: {
  name: string
  kind?: 'person' | 'shop'
  size?: 'small' | 'medium' | 'large'
}) {
  const sizes = { small: 'size-8 text-13', medium: 'size-10 text-15', large: 'size-16 text-20' }
  return (
    <span
      aria-hidden
      className={classes(
        'inline-flex shrink-0 items-center justify-center bg-accent-soft font-bold text-accent select-none',
        kind === 'person' ? 'rounded-full' : 'rounded-input',
        sizes[size],
      )}
    >
      {kind === 'person' ? initialsOf(name) : <Store size="1.4em" strokeWidth={1.75} />}
    </span>
  )
}
