import { type Language, languageTags } from '../../ui/i18n/language.ts'
import { formatElapsed } from '../../ui/time.ts'

/** 0:42, 12:05; a dash where nothing was counted. */
export function formatSeconds(seconds: number | null): string {
  return seconds === null ? '–' : formatElapsed(new Date(0).toISOString(), new Date(seconds * 1000))
}

/** 85%; a dash where nothing was counted. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)}%`
}

/** 4.3, in Indonesian 4,3; a dash where nothing was counted. */
export function formatScore(score: number | null, language: Language): string {
  if (score === null) return '–'
  return score.toLocaleString(languageTags[language], { minimumFractionDigits: 1, maximumFractionDigits: 1 })
}

export function shareOf(part: number, rest: number): number | null {
  return part + rest === 0 ? null : part / (part + rest)
}
