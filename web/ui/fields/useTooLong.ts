import { useWords } from '../i18n/setup.ts'
import { fits } from './room.ts'

/** Why texts cannot be sent: one is longer than its bound. For `withheld` of the button that would send them. */
export function useTooLong(...written: readonly [text: string, limit: number][]): string | undefined {
  const { t } = useWords()
  return written.every(([text, limit]) => fits(text, limit)) ? undefined : t('room.withheld')
}
