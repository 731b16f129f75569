import { useQuery } from '@tanstack/react-query'
import { readWallboard } from '../../../contract/supervision.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { reading } from '../../ui/net/query.ts'
import { Loaded } from '../parts/Loaded.tsx'
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
  return (
    <Loaded query={board} coming={t('loading')}>
      {(read) => (
        <div className="grid gap-10 desktop:grid-cols-2">
          {board.isError && (
            <div className="desktop:col-span-2">
              <Problem error={board.error} onRetry={() => void board.refetch()} />
            </div>
          )}
          <div className="flex flex-col gap-10">
            <Queues board={read} />
            <Escalated escalated={read.escalated} />
            <Today today={read.today} />
          </div>
          <Agents board={read} />
        </div>
      )}
    </Loaded>
  )
}
