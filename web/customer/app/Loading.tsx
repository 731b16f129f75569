import { PhonePage } from '../../ui/parts/Page.tsx'
import { Skeleton, SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'

/** Stands while the code of a screen is fetched. */
export function Loading() {
  return (
    <PhonePage title={'\u00a0'}>
      <Waiting>
        <Skeleton className="mb-6 h-12 w-2/3" />
        <SkeletonRows rows={3} />
      </Waiting>
    </PhonePage>
  )
}
