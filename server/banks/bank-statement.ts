import type { FileAnswer, SnapClient } from './snap-client.ts'

/** The bank's statement of our account for one day, YYYY-MM-DD: a camt.053 file, once the day is over. */
export function fetchBankStatement(
  bank: Pick<SnapClient, 'file'>,
  day: string,
  maximumBytes: number,
): Promise<FileAnswer> {
  return bank.file(`/v1.0/statements/camt.053/${day}`, maximumBytes)
}
