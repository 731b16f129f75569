import { ChevronRight } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { classes } from './classes.ts'

/** Rows on one sheet of paper, parted by hairlines. */
export function List({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {children}
    </ul>
  )
}

type RowParts = {
  /** Icon or Avatar. */
  before?: ReactNode
  title: ReactNode
  about?: ReactNode
  /** Amount, state or value at the right edge. */
  after?: ReactNode
  /** Under `after`, small. */
  afterAbout?: ReactNode
}

/** The inside of a row; use it within a link or button of the app, or through ListRow. */
export function RowContent({ before, title, about, after, afterAbout }: RowParts) {
  return (
    <>
      {before && <span className="shrink-0">{before}</span>}
      <span className="min-w-0 flex-[1_1_4rem]">
        <span className="block font-strong">{title}</span>
        {about && <span className="block text-15 text-ink-soft">{about}</span>}
      </span>
      {(after || afterAbout) && (
        <span className="ml-auto shrink-0 text-right">
          {after && <span className="block">{after}</span>}
          {afterAbout && <span className="block text-15 text-ink-soft">{afterAbout}</span>}
        </span>
      )}
    </>
  )
}

/**
 * What does not fit beside the title, as in a large type, goes below it. For a router link:
 * `<li><Link className={rowClass}><RowContent …/></Link></li>`.
 */
export const rowClass =
  'moves flex w-full min-h-target flex-wrap items-center gap-x-3 px-4 py-3 text-left [&>svg:last-child]:ml-auto'
export const rowPressClass = classes(rowClass, 'hover:bg-sunk active:bg-sunk focus-visible:-outline-offset-2')

type ListRowProps = RowParts & { onPress?: () => void } & Pick<ComponentProps<'button'>, 'aria-label'>

export function ListRow({ onPress, 'aria-label': label, ...parts }: ListRowProps) {
  if (!onPress) {
    return (
      <li className={rowClass}>
        <RowContent {...parts} />
      </li>
    )
  }
  return (
    <li>
      <button type="button" onClick={onPress} aria-label={label} className={rowPressClass}>
        <RowContent {...parts} />
        <ChevronRight aria-hidden size="1.25rem" strokeWidth={1.75} className="-mr-1 shrink-0 text-ink-soft" />
      </button>
    </li>
  )
}
