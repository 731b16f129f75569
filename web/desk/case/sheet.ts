import { type QueryClient, useQuery } from '@tanstack/react-query'
import { type CaseCategory, listCategories, readSheet } from '../../../contract/cases.ts'
import { readDiagnosis } from '../../../contract/diagnosis.ts'
import type { Language } from '../../../contract/identity.ts'
import type { Reply } from '../../../contract/route.ts'
import type { useWords } from '../../ui/i18n/setup.ts'
import { keyOf, reading } from '../../ui/net/query.ts'
import { explainable } from '../../ui/refusal/explainable.ts'
import { lookedAt, readCaseAgain } from '../conversation/case.ts'

export type Sheet = Reply<typeof readSheet>
export type CaseWords = ReturnType<typeof useWords<'cases'>>['t']

/** Clocks run out by themselves: this often the sheet is read again, which is nobody's record. */
const reReadMs = 30_000
const categoriesFreshMs = 10 * 60_000

export function useSheet(caseId: string) {
  return useQuery({ ...reading(readSheet, { params: { caseId } }), refetchInterval: reReadMs })
}

export function useCategories(): readonly CaseCategory[] {
  return useQuery({ ...reading(listCategories, {}), staleTime: categoriesFreshMs }).data?.categories ?? []
}

export function useDiagnosis(caseId: string) {
  return useQuery({ ...reading(readDiagnosis, { params: { caseId } }), ...lookedAt })
}

/** Categories that a case can be given now; the one that it has is among them. */
export function categoryOptions(categories: readonly CaseCategory[], language: Language, kept?: string) {
  return categories
    .filter(({ code, retired }) => !retired || code === kept)
    .map(({ code, names }) => ({ value: code, label: names[language] }))
}

export function categoryName(categories: readonly CaseCategory[], code: string, language: Language): string {
  return categories.find((category) => category.code === code)?.names[language] ?? code
}

export function readSheetAgain(queries: QueryClient, caseId: string): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: [readSheet.path] }),
    queries.invalidateQueries({ queryKey: keyOf(readDiagnosis, { params: { caseId } }) }),
    readCaseAgain(queries, caseId),
  ])
}

const reasons = ['stage', 'same_case', 'other_customer', 'too_long', 'case_not_yours', 'not_found'] as const

/** Why a deed on the case was refused, where the desk has words of its own for it. */
export function refusedWords(error: unknown, t: CaseWords): string | undefined {
  const refusal = explainable(error)
  const why = refusal.code === 'action_not_possible' ? String(refusal.figures?.reason) : refusal.code
  const known = reasons.find((reason) => reason === why)
  return known && t(`refused.${known}`)
}
