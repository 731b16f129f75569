import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classes } from './classes.ts'

type IconActionProps = Omit<ComponentProps<'button'>, 'children' | 'disabled'> & {
  icon: LucideIcon
  /** Always there for the ear; `words` says whether it is also seen. */
  label: string
  /** `below` for the actions of a phone screen, `beside` in bars, `hidden` on the desk only, where the key is shown. */
  words?: 'below' | 'beside' | 'hidden'
}

/** An action that is first a picture. In the customer app its word is always seen. */
export function IconAction({ icon: Icon, label, words = 'beside', className, ...rest }: IconActionProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={words === 'hidden' ? label : undefined}
      title={words === 'hidden' ? label : undefined}
      className={classes('moves group text-ink', iconActionShapes[words], className)}
    >
      <span className={classes(words === 'below' && iconActionDisc)}>
        <Icon aria-hidden size={words === 'below' ? '1.5rem' : '1.25em'} strokeWidth={1.75} />
      </span>
      {words !== 'hidden' && <span className={classes(words === 'below' && 'text-15 font-strong')}>{label}</span>}
    </button>
  )
}

/** The same clothes for a link: an outer shape, and a disc around the icon for `below`. */
export const iconActionShapes = {
  below: 'flex min-h-target min-w-16 flex-col items-center gap-2 rounded-card p-1 text-center',
  beside: 'inline-flex min-h-target items-center gap-2 rounded-full px-3 font-strong hover:bg-sunk',
  hidden: 'inline-flex size-target items-center justify-center rounded-full hover:bg-sunk',
} as const

export const iconActionDisc =
  'flex size-14 items-center justify-center rounded-full bg-accent-soft text-accent moves group-hover:bg-accent group-hover:text-accent-ink'
