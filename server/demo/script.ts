import type { Calendar } from './calendar.ts'
import { conversationsOf } from './conversations.ts'
import { mishapsOf } from './mishaps.ts'
import { routineOf } from './routine.ts'
import type { Step } from './steps.ts'
import { verdictsOf } from './verdicts.ts'

/** Everything that happens in the demo world, in its order. The same each time, but for the dates. */
export function scriptOf(calendar: Calendar): Step[] {
  const steps = [...routineOf(calendar), ...mishapsOf(calendar), ...conversationsOf(calendar), ...verdictsOf(calendar)]
  return steps.sort((a, b) => a.at.getTime() - b.at.getTime())
}
