import { useQuery } from '@tanstack/react-query'
import type { Language } from '../../../contract/identity.ts'
import { listMacros, type Macro, type MacroVariable } from '../../../contract/macros.ts'
import { formatMoney } from '../../ui/money.ts'
import { reading } from '../../ui/net/query.ts'
import { formatWhen, operatorZone } from '../../ui/time.ts'
import { useCasePayment } from '../customer/WhyHere.tsx'
import { useMe } from '../frame/me.ts'
import { useCase } from './case.ts'

/** They change a few times a month. */
const staleMs = 5 * 60_000

export type MacroValues = Partial<Record<MacroVariable, string>>

export function useMacros() {
  return useQuery({ ...reading(listMacros, {}), staleTime: staleMs })
}

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

/** What this conversation fills gaps with, told in the language of the macro. */
export function useMacroValues(caseId: string, language: Language): MacroValues {
  const me = useMe().data
  const opened = useCase(caseId).data
  const payment = useCasePayment(caseId, opened?.paymentId ?? null).data
  return {
    ...(me ? { agent_name: me.name } : {}),
    ...(opened ? { customer_name: opened.row.customerName, case_number: opened.row.number } : {}),
    ...(payment?.amount ? { amount: formatMoney(payment.amount, language) } : {}),
    ...(payment?.counterparty ? { payee: payment.counterparty } : {}),
    ...(payment
      ? { reference: payment.reference, payment_time: formatWhen(payment.at, language, new Date(), operatorZone) }
      : {}),
  }
}
