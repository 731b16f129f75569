import { formatElapsed } from '../../ui/time.ts'

/** 0:42, 12:05; a dash where nothing was counted. */
export function formatSeconds(seconds: number | null): string {
  return seconds === null ? '–' : formatElapsed(new Date(0).toISOString(), new Date(seconds * 1000))
}

/** 85%; a dash where nothing was counted. */
export function formatShare(share: number | null): string {
  return share === null ? '–' : `${Math.round(share * 100)}%`
}

export function shareOf(part: number, rest: number): number | null {
  return part + rest === 0 ? null : part / (part + rest)
}
