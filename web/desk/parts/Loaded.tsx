import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useWords } from '../../ui/i18n/setup.ts'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Problem } from '../parts/Problem.tsx'

type LoadedProps<Data> = {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>
  children: (data: Data) => ReactNode
}

/** What was read, or that it is on its way, or why it did not come. */
export function Loaded<Data>({ query, children }: LoadedProps<Data>) {
  const { t } = useWords('settings')
  if (query.data) return children(query.data)
  if (query.error) return <Problem error={query.error} onRetry={() => void query.refetch()} />
  return (
    <Waiting words={t('reading')}>
      <SkeletonRows />
    </Waiting>
  )
}
