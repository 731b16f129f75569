import { Hourglass, type LucideIcon } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { classes } from './classes.ts'

/**
 * `primary` is the one thing to do next; `quiet` everything else; `plain` a word within a line; `danger` what cannot be
 * taken back, in ink rather than red: red means lost or refused.
 */
export type ButtonTone = 'primary' | 'quiet' | 'plain' | 'danger'

const shape =
  'moves inline-flex min-h-target items-center justify-center gap-2 rounded-full text-body font-strong leading-title select-none'

const tones: Record<ButtonTone, string> = {
  primary: 'bg-accent text-accent-ink px-6 hover:bg-accent-press active:bg-accent-press',
  quiet: 'border border-line-strong bg-surface text-ink px-5 hover:bg-sunk active:bg-sunk',
  plain: 'text-accent px-3 hover:bg-accent-soft active:bg-accent-soft',
  danger: 'bg-ink text-ground px-6 hover:opacity-85 active:opacity-85',
}

const withheld = 'border border-line bg-sunk text-ink-soft px-6 cursor-not-allowed'

/** For a link that looks like a button: `<Link className={buttonClass('primary')}>`. */
export function buttonClass(tone: ButtonTone, wide = false): string {
  return classes(shape, tones[tone], wide && 'w-full')
}

type ButtonProps = Omit<ComponentProps<'button'>, 'disabled'> & {
  tone?: ButtonTone
  icon?: LucideIcon
  wide?: boolean
  /** Words for what is going on ("Sending"). While set, the button does nothing. */
  busy?: string | undefined
  /** Why it cannot be pressed now; stands below it. There is no disabled button without a reason. */
  withheld?: string | undefined
  children: ReactNode
}

export function Button(props: ButtonProps) {
  const { tone = 'quiet', icon: Icon, wide, busy, withheld: reason, children, onClick, className, ...rest } = props
  const reasonId = useId()
  const idle = !busy && !reason
  const button = (
    <button
      type="button"
      {...rest}
      aria-disabled={!idle}
      aria-busy={busy ? true : undefined}
      aria-describedby={reason ? reasonId : rest['aria-describedby']}
      onClick={idle ? onClick : (event) => event.preventDefault()}
      className={classes(
        shape,
        reason ? withheld : tones[tone],
        busy && 'cursor-progress',
        wide && 'w-full',
        className,
      )}
    >
      {busy ? (
        <Hourglass aria-hidden size="1.2em" strokeWidth={1.75} className="shrink-0" />
      ) : (
        Icon && <Icon aria-hidden size="1.2em" strokeWidth={1.75} className="shrink-0" />
      )}
      <span>{busy ?? children}</span>
    </button>
  )
  if (!reason) return button
  return (
    <span className={classes('inline-flex flex-col gap-2', wide && 'w-full')}>
      {button}
      <span id={reasonId} className="text-15 text-ink-soft">
        {reason}
      </span>
    </span>
  )
}
