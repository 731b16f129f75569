import type { TimelineEvent } from '../../../contract/chat.ts'

/** After how many days without a word a case closed by itself; null where somebody closed it. */
export function quietDays({ kind, author, text }: Pick<TimelineEvent, 'kind' | 'author' | 'text'>): number | null {
  return kind === 'closed' && author.kind === 'system' && text !== null ? Number(text) : null
}
