import type { LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes.ts'
import { KeyHint } from './KeyHint.tsx'

export type MenuItem = {
  label: string
  icon?: LucideIcon
  /** Shown at the right; binding it is the app's. */
  keys?: string
  /** Why it cannot be chosen now. */
  withheld?: string
  onChoose: () => void
}

/** Further actions behind one button (`trigger` must be a single button element). */
export function Menu({ trigger, items }: { trigger: ReactNode; items: readonly MenuItem[] }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 max-w-80 min-w-56 rounded-card border border-line bg-raised p-1.5 shadow-float data-[state=closed]:animate-hide data-[state=open]:animate-show"
        >
          {items.map(({ label, icon: Icon, keys, withheld, onChoose }) => (
            <DropdownMenu.Item
              key={label}
              aria-disabled={withheld ? true : undefined}
              onSelect={(event) => (withheld ? event.preventDefault() : onChoose())}
              className={classes(
                'flex min-h-target cursor-pointer items-center gap-3 rounded-input px-3 py-1.5 outline-none data-highlighted:bg-accent-soft',
                withheld && 'cursor-not-allowed text-ink-soft',
              )}
            >
              {Icon && <Icon aria-hidden size="1.25em" strokeWidth={1.75} className="shrink-0 text-ink-soft" />}
              <span className="flex-1">
                {label}
                {withheld && <span className="block text-13">{withheld}</span>}
              </span>
              {keys && <KeyHint keys={keys} />}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
