import type { TimelineEvent } from '../../../contract/chat.ts'

/** Who had the conversation when this entry was written: whom a whisper was meant for; null where nobody can be told. */
export function agentAt(events: readonly TimelineEvent[], seq: number): string | null {
  const last = events.findLast(
    (event) => event.seq < seq && (event.kind === 'claimed' || event.kind === 'released' || event.kind === 'closed'),
  )
  return last?.kind === 'claimed' ? last.author.name : null
}
