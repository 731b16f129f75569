import type { Language } from '../../../contract/identity.ts'
import type { Macro, MacroVariable } from '../../../contract/macros.ts'

export type MacroValues = Partial<Record<MacroVariable, string>>

/** The text with its gaps filled; one that is not known keeps its braces, for the agent to fill in. */
export function fillMacro(text: string, values: MacroValues): string {
  return text.replace(/\{([a-z_]+)\}/g, (gap, name: string) => values[name as MacroVariable] ?? gap)
}

/** Where the first gap stands that is still to be filled in. */
export function firstGap(text: string): { start: number; end: number } | null {
  const gap = /\{[a-z_]+\}/.exec(text)
  return gap && { start: gap.index, end: gap.index + gap[0].length }
}

/** Those of a language whose name or words hold all that was typed. */
export function findMacros(macros: readonly Macro[], language: Language, typed: string): Macro[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return macros.filter((macro) => {
    const words = `${macro.name} ${macro.text}`.toLowerCase()
    return macro.language === language && wanted.every((word) => words.includes(word))
  })
}
