import { createContext } from 'react'
import type { NextStep } from './explain.ts'

/** Where next steps lead in an app, for parts that cannot know: without it a refusal's button would do nothing. */
export const NextSteps = createContext<(step: NextStep) => void>((step) => {
  if (step.target === 'reload') location.reload()
})
