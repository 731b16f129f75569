import { useWords } from '../../ui/i18n/setup.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'

/** The overview on its way: breaks and days under the headings that they will have, so that nothing jumps. */
export function BooksComing() {
  const { t } = useWords('desk')
  return (
    <Waiting words={t('reconciliation.loading')}>
      <div className="flex flex-col gap-6">
        <Section title={t('reconciliation.breaks')}>
          <Rows widths={['w-40', 'w-28']} />
        </Section>
        <Section title={t('reconciliation.days')}>
          <Rows widths={['w-36', 'w-32', 'w-36', 'w-28', 'w-32']} />
        </Section>
      </div>
    </Waiting>
  )
}

/** Two lines on the left, a figure on the right, as each row of the books has them. */
function Rows({ widths }: { widths: readonly string[] }) {
  return (
    <div className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
      {widths.map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows without identity
        <div key={row} className="flex min-h-touch items-center gap-3 px-4 py-3">
          <span className="flex-1">
            <Skeleton className={`mb-2 h-4 ${width}`} />
            <Skeleton className="h-3.5 w-20" />
          </span>
          <Skeleton className="h-4 w-20" />
        </div>
      ))}
    </div>
  )
}

/** One break or one day on its way: its name, its figure, and the two sides next to each other. */
export function DetailComing() {
  const { t } = useWords('desk')
  return (
    <Waiting words={t('reconciliation.loading')}>
      <Skeleton className="h-6 w-52" />
      <Skeleton className="mt-3 h-9 w-64 max-w-full rounded-input" />
      <Skeleton className="mt-3 h-4 w-80 max-w-full" />
      <div className="mt-6 grid max-w-200 gap-4 tablet:grid-cols-2">
        <Skeleton className="h-44 rounded-card" />
        <Skeleton className="h-44 rounded-card" />
      </div>
    </Waiting>
  )
}
