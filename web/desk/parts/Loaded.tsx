import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Problem } from './Problem.tsx'

type LoadedProps<Data> = {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  /** Words for what is on its way, below rows in the shape of a list; or what stands in its place meanwhile. */
  coming: ReactNode
  children: (data: Data) => ReactNode
}

/** What was read, also when reading it again did not succeed; or that it is on its way, or why it did not come. */
export function Loaded<Data>({ query, coming, children }: LoadedProps<Data>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />
  if (typeof coming !== 'string') return coming
  return (
    <Waiting words={coming}>
      <SkeletonRows />
    </Waiting>
  )
}
