import { Skeleton, Waiting } from '../../ui/parts/Skeleton.tsx'

const rows = ['w-32', 'w-40', 'w-28', 'w-36', 'w-24']

export function InboxSkeleton() {
  return (
    <div className="px-4 pt-3">
      <Waiting>
        <Skeleton className="mb-8 h-9 w-full rounded-full" />
        {rows.map((width) => (
          <div key={width} className="flex h-17 flex-col justify-center gap-2">
            <Skeleton className={`h-4 ${width}`} />
            <Skeleton className="h-3 w-48" />
          </div>
        ))}
      </Waiting>
    </div>
  )
}
