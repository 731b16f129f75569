import { useQuery } from '@tanstack/react-query'
import { readWallboard } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { SkeletonRows, Waiting } from '../../ui/parts/Skeleton.tsx'
import { Problem } from '../parts/Problem.tsx'
import { Agents } from './Agents.tsx'
import { Escalated } from './Escalated.tsx'
import { Queues } from './Queues.tsx'
import { reReadMs } from './supervision.ts'
import { Today } from './Today.tsx'

/** The desk now: who waits, who is here, and how the day went so far. */
export function Wallboard() {
  const { t } = useWords('supervision')
  const board = useQuery({ ...reading(readWallboard, {}), refetchInterval: reReadMs })
  if (board.error && !board.data) return <Problem error={board.error} onRetry={() => void board.refetch()} />
  if (!board.data)
    return (
      <Waiting words={t('loading')}>
        <SkeletonRows />
      </Waiting>
    )
  return (
    <div className="grid gap-10 desktop:grid-cols-2">
      {board.isError && (
        <div className="desktop:col-span-2">
          <Problem error={board.error} onRetry={() => void board.refetch()} />
        </div>
      )}
      <div className="flex flex-col gap-10">
        <Queues board={board.data} />
        <Escalated escalated={board.data.escalated} />
        <Today today={board.data.today} />
      </div>
      <Agents board={board.data} />
    </div>
  )
}
