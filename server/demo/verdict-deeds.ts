import { reviewCase } from '../supervision/review.ts'
import { saySatisfaction } from '../supervision/satisfaction.ts'
import { actorOf } from './people-deeds.ts'
import { done, known, type Stage } from './stage.ts'
import type { DeedOf } from './steps.ts'

export async function say(stage: Stage, { who, score, reasons, words = '', ...step }: DeedOf<'say'>): Promise<void> {
  const actor = who ? actorOf(known(stage.guests, who)) : known(stage.visitors, step.case)
  done(await saySatisfaction(stage, actor, known(stage.caseIds, step.case), { score, reasons, words }))
}

export async function review(stage: Stage, step: DeedOf<'review'>): Promise<void> {
  const scores = Object.entries(step.scores).map(([criterion, [score, words = '']]) => ({ criterion, score, words }))
  const { words } = step
  done(await reviewCase(stage, known(stage.staff, step.by), { caseId: known(stage.caseIds, step.case), scores, words }))
}
