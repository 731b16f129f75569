import type { ReactNode } from 'react'
import { classes } from '../../ui/parts/classes.ts'
import { type Meaning, meaningIcons, meaningInks } from '../../ui/parts/Notice.tsx'

type BigFigureProps = { name: string; about?: ReactNode; meaning?: Meaning | undefined; children: ReactNode }

/** One figure that is read from across the room, with its name. A meaning shows as a sign besides the colour. */
export function BigFigure({ name, about, meaning, children }: BigFigureProps) {
  const Icon = meaning && meaningIcons[meaning]
  return (
    <div className="flex flex-col gap-0.5">
      <dt className="text-15 text-ink-soft wide:text-17">{name}</dt>
      <dd className="flex flex-col">
        <span
          className={classes(
            'figures inline-flex items-center gap-2 whitespace-nowrap text-34 leading-figure font-bold wide:text-48',
            meaning && meaningInks[meaning],
          )}
        >
          {children}
          {Icon && <Icon aria-hidden size="0.6em" strokeWidth={2} />}
        </span>
        {about && <span className="text-15 text-ink-soft wide:text-17">{about}</span>}
      </dd>
    </div>
  )
}

/** Figures side by side, as many as fit. */
export function BigFigures({ children }: { children: ReactNode }) {
  return <dl className="mb-3 grid grid-cols-2 gap-x-6 gap-y-4 tablet:grid-cols-3 wide:grid-cols-4">{children}</dl>
}
