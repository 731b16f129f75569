import { maximumGuestMessageCharacters } from '../../../contract/guest.ts'
import type { Refusal } from '../../../contract/refusals.ts'
import type { Outgoing } from '../../cases/messages.ts'
import type { GuestActor } from '../../platform/actor.ts'
import type { Clock } from '../../platform/clock.ts'
import { refuse } from '../../platform/refusals.ts'

/** A person in trouble writes in short pieces; a program writes more. */
export const guestMessagesPerMinute = 20
const minuteMs = 60_000
/** Guests whose messages are counted at once; past it everybody begins anew. */
const guestsCounted = 10_000

type Count = { since: number; messages: number }

/** What a guest may write, counted in this process: how long a message may be, how many in a minute, and no pictures. */
export function createGuestBounds(clock: Clock) {
  const counts = new Map<string, Count>()

  function countMessage(guestId: string): Count {
    const now = clock.now().getTime()
    const known = counts.get(guestId)
    const count = known && now - known.since < minuteMs ? known : { since: now, messages: 0 }
    if (counts.size >= guestsCounted) counts.clear()
    counts.set(guestId, count)
    count.messages += 1
    return count
  }

  /** Refusals: request_malformed (text too long, pictures), rate_limited. */
  return function judge(actor: GuestActor, message: Outgoing): Refusal | undefined {
    if (message.fileIds.length > 0) return malformed('fileIds', 'a guest sends no pictures')
    if (message.text.length > maximumGuestMessageCharacters)
      return malformed('text', `at most ${maximumGuestMessageCharacters} characters`)
    const { since, messages } = countMessage(actor.customerId)
    if (messages <= guestMessagesPerMinute) return undefined
    const retryAfterSeconds = Math.ceil((since + minuteMs - clock.now().getTime()) / 1000)
    return refuse('rate_limited', { retryAfterSeconds })
  }
}

function malformed(path: string, message: string): Refusal {
  return refuse('request_malformed', { issues: [{ path: `/message/${path}`, message }] })
}
