import { formatElapsed } from '../../ui/time.ts'
import type { CaseWords } from './sheet.ts'

const dayMs = 24 * 3_600_000

/** 0:42, 12:05, 3:10:00; whole days from two days on. */
export function formatSpan(spanMs: number, t: CaseWords): string {
  if (spanMs >= 2 * dayMs) return t('clock.days', { count: Math.floor(spanMs / dayMs) })
  return formatElapsed(new Date(0).toISOString(), new Date(spanMs))
}
