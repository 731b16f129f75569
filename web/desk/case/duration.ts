import type { CaseWords } from './sheet.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** 0:42, 12:05, 3:10:00 within a day; whole days beyond. */
export function formatSpan(spanMs: number, t: CaseWords): string {
  if (spanMs >= 2 * dayMs) return t('clock.days', { count: Math.floor(spanMs / dayMs) })
  const seconds = Math.max(0, Math.floor(spanMs / 1000))
  const two = (value: number) => String(value).padStart(2, '0')
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`
}
