import { answer, askPerson, claim, close, note, write } from './case-deeds.ts'
import { ask, loseWebhooks, pay, topUp, withdrawOrder } from './money-deeds.ts'
import { freeze, join, signIn } from './people-deeds.ts'
import { dropMacro, setCategory, setMacro, setPlaces, setPromise } from './setting-deeds.ts'
import type { Stage } from './stage.ts'
import type { Deed, DeedOf, Step } from './steps.ts'
import { review, say } from './verdict-deeds.ts'
import { leave, visit } from './visitor-deeds.ts'

type Deeds = { [Name in Deed['do']]: (stage: Stage, deed: DeedOf<Name>) => Promise<void> }

const deeds: Deeds = {
  join,
  sign_in: signIn,
  top_up: topUp,
  pay,
  ask,
  withdraw_order: withdrawOrder,
  lose_webhooks: loseWebhooks,
  freeze,
  open_case: askPerson,
  write,
  claim,
  answer,
  note,
  close,
  visit,
  leave,
  say,
  review,
  set_macro: setMacro,
  drop_macro: dropMacro,
  set_category: setCategory,
  set_promise: setPromise,
  set_places: setPlaces,
}

/** Does every step at its time, one after the other. */
export async function play(stage: Stage, steps: Step[]): Promise<void> {
  for (const step of steps) {
    stage.clock.moveTo(step.at)
    const carryOut = deeds[step.do] as (stage: Stage, deed: Deed) => Promise<void>
    await carryOut(stage, step)
  }
}
