import { type Figures, type Refusal, type RefusalCode, refusals } from '../../contract/refusals.ts'

/** An expected "no" with the figures that explain it. Values, not exceptions: only bugs throw. */
export function refuse<C extends RefusalCode>(code: C, figures: Figures<C>): Refusal<C> {
  return { refused: code, figures } as Refusal<C>
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}

export function refusalStatus(code: RefusalCode): number {
  return refusals[code].status
}
