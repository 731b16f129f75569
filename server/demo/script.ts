import type { Calendar } from './calendar.ts'
import { conversationsOf } from './conversations.ts'
import { mishapsOf } from './mishaps.ts'
import { routineOf } from './routine.ts'
import { settingsOf } from './settings.ts'
import type { Step } from './steps.ts'
import { verdictsOf } from './verdicts.ts'
import { visitorsOf } from './visitors.ts'

/** Everything that happens in the demo world, in its order. The same each time, but for the dates. */
export function scriptOf(calendar: Calendar): Step[] {
  const money = [...routineOf(calendar), ...mishapsOf(calendar)]
  const people = [...conversationsOf(calendar), ...verdictsOf(calendar), ...visitorsOf(calendar)]
  return [...money, ...people, ...settingsOf(calendar)].sort((a, b) => a.at.getTime() - b.at.getTime())
}
