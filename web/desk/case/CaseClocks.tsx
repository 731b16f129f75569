import { useEffect } from 'react'
import { useLiveCase } from '../../ui/net/useLive.tsx'
import { ClockMark } from './ClockMark.tsx'
import { useSheet } from './sheet.ts'

/** Promises follow the timeline a moment later. */
const followedAfterMs = 1_500

/** The promises of a case that are still to be kept, in its header. */
export function CaseClocks({ caseId }: { caseId: string }) {
  const { data, refetch } = useSheet(caseId)
  const { lastSeq } = useLiveCase(caseId)
  useEffect(() => {
    if (lastSeq === 0) return
    const timer = setTimeout(() => void refetch(), followedAfterMs)
    return () => clearTimeout(timer)
  }, [lastSeq, refetch])
  return (
    <span className="-ml-1.5 flex flex-wrap items-center gap-1 empty:hidden">
      {data?.clocks.map((clock) => (
        <ClockMark key={clock.measure} clock={clock} />
      ))}
    </span>
  )
}
