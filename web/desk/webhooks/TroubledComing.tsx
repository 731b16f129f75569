import { useWords } from '../../ui/i18n/setup.ts'
import { Section } from '../../ui/parts/Page.tsx'
import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'

/** The list on its way, in the shape of its rows. */
export function TroubledComing() {
  const { t } = useWords('webhooks')
  return (
    <Waiting words={t('loading')}>
      <Section title={t('off')}>
        <div className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
          {['w-40', 'w-32'].map((width) => (
            <div key={width} className="flex flex-col gap-2 px-4 py-4">
              <Skeleton className={`h-5 ${width}`} />
              <Skeleton className="h-4 w-72 max-w-full" />
              <Skeleton className="h-4 w-96 max-w-full" />
              <Skeleton className="h-4 w-56 max-w-full" />
            </div>
          ))}
        </div>
      </Section>
    </Waiting>
  )
}
