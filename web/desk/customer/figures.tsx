import type { ReactNode } from 'react'
import type { Money } from '../../../contract/money.ts'
import { useWords } from '../../ui/i18n/setup.ts'
import { formatMoney } from '../../ui/money.ts'
import { formatMoment } from '../../ui/time.ts'
import type desk from '../words/en.json'

type FigureName = keyof typeof desk.figure

/** Figures that say nothing to a reader by themselves; the words of the check say them. */
const silent: ReadonlySet<string> = new Set(['code', 'id', 'paymentId'])

function isMoney(value: unknown): value is Money {
  return typeof value === 'object' && value !== null && 'amount' in value && 'currency' in value
}

function isMoment(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)
}

/** Figures of a stored decision as name and value, in the order in which they were stored. */
export function useFigures(): (figures: Record<string, unknown>) => [name: string, value: ReactNode][] {
  const { t, known, language } = useFigureWords()
  function wordOf(value: unknown): string | null {
    if (isMoney(value)) return formatMoney(value, language)
    if (isMoment(value)) return formatMoment(value, language)
    if (typeof value === 'boolean') return value ? t('value.yes') : t('value.no')
    if (typeof value === 'number') return String(value)
    if (typeof value !== 'string' || value === '') return null
    const key = `value.${value}`
    return known(key) ? t(key as 'value.yes') : value
  }
  return (figures) =>
    Object.entries(figures).flatMap(([name, value]): [string, ReactNode][] => {
      const said = silent.has(name) ? null : wordOf(value)
      if (said === null) return []
      return [[known(`figure.${name}`) ? t(`figure.${name as FigureName}`) : name, said]]
    })
}

function useFigureWords() {
  const { t, language } = useWords('desk')
  /** Is there a word for it? A figure of a newer server is shown under its own name rather than not at all. */
  const has = (key: string) => t(key as 'value.yes', { defaultValue: '' }) !== ''
  return { t, language, known: has }
}
