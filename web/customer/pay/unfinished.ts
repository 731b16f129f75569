import type { Target } from '../../../contract/payments.ts'

/** A payment that was put off to add money first; kept for this tab, taken up again once the money is there. */
export type Unfinished = { target: Target; amount: string; payee: string }

const storageKey = 'dompet.unfinished'

export function keepUnfinished(unfinished: Unfinished): void {
  sessionStorage.setItem(storageKey, JSON.stringify(unfinished))
}

export function readUnfinished(): Unfinished | null {
  const kept = sessionStorage.getItem(storageKey)
  return kept ? (JSON.parse(kept) as Unfinished) : null
}

export function forgetUnfinished(): void {
  sessionStorage.removeItem(storageKey)
}
