import type { Evidence } from '../../contract/diagnosis.ts'

/** Something that is so: its name, its figure, since or at when, and the payment that it stands on. */
export type Fact = Evidence

/** What a rule asks of a fact. Without more than the name: that there is such a fact. */
export type Condition = {
  fact: string
  is?: string | boolean
  oneOf?: readonly string[]
  atLeast?: number
  atMost?: number
}

export type Step = { step: string; action?: string; article?: string }

/**
 * One likely cause, as data: it fits when every condition of `needs` is met by some fact and none of `unless` is. Each
 * met condition of `also` makes it likelier. Weights are out of 100.
 */
export type Rule = {
  rule: string
  weight: number
  needs: readonly Condition[]
  unless?: readonly Condition[]
  also?: readonly (Condition & { adds: number })[]
  steps: readonly Step[]
}

export type Proposed = { rule: string; weight: number; evidence: Fact[]; steps: readonly Step[] }

/** More causes than this help nobody to choose. */
export const maximumProposals = 3
const largestWeight = 100

/** The likely causes by these rules, each with the facts that speak for it, the likeliest first. */
export function diagnose(facts: readonly Fact[], rules: readonly Rule[]): Proposed[] {
  return rules
    .flatMap((rule) => {
      const needed = rule.needs.map((condition) => meeting(facts, condition))
      if (needed.some((met) => met.length === 0)) return []
      if (rule.unless?.some((condition) => meeting(facts, condition).length > 0)) return []
      const further = (rule.also ?? []).map((condition) => ({ condition, met: meeting(facts, condition) }))
      const added = further.reduce((sum, { condition, met }) => sum + (met.length > 0 ? condition.adds : 0), 0)
      // One fact speaks for each condition: the newest.
      const evidence = new Set([...needed, ...further.map(({ met }) => met)].flatMap((met) => met.slice(0, 1)))
      const { rule: name, steps } = rule
      return [{ rule: name, weight: Math.min(largestWeight, rule.weight + added), evidence: [...evidence], steps }]
    })
    .sort((a, b) => b.weight - a.weight || (a.rule < b.rule ? -1 : 1))
    .slice(0, maximumProposals)
}

function meeting(facts: readonly Fact[], condition: Condition): Fact[] {
  return facts.filter((fact) => fact.fact === condition.fact && meets(fact.value, condition))
}

function meets(value: unknown, { is, oneOf, atLeast, atMost }: Condition): boolean {
  if (is !== undefined && value !== is) return false
  if (oneOf && !oneOf.includes(String(value))) return false
  if (atLeast !== undefined && !(typeof value === 'number' && value >= atLeast)) return false
  if (atMost !== undefined && !(typeof value === 'number' && value <= atMost)) return false
  return true
}
