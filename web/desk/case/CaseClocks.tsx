import { ClockMark } from './ClockMark.tsx'
import { useSheet } from './sheet.ts'

/** The promises of a case that are still to be kept, in its header. */
export function CaseClocks({ caseId }: { caseId: string }) {
  const clocks = useSheet(caseId).data?.clocks ?? []
  return (
    <span className="flex flex-wrap items-center gap-1 empty:hidden">
      {clocks.map((clock) => (
        <ClockMark key={clock.measure} clock={clock} />
      ))}
    </span>
  )
}
