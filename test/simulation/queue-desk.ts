import { type Agent, type Assignment, type Desk, decide, hasPlace, type Team } from '../../server/routing/decide.ts'
import { placesOf } from '../../server/routing/places.ts'
import {
  type Channel,
  languagePatienceSeconds,
  type Priority,
  priorityOf,
  type WaitingSession,
} from '../../server/routing/queue-order.ts'
import { ratesFrom, type SessionHistory } from '../../server/routing/waiting-time.ts'
import type { Random } from '../chaos/random.ts'
import { languagesOf, type Person, peopleOf, placesOfAgent, presentAt, wrapUpSeconds } from './queue-week.ts'

const team: Team = {
  id: 'desk',
  open: true,
  automatic: true,
  overflowTeamId: null,
  overflowAfterSeconds: 300,
  lastAgentSeconds: 30,
}
/** Shifts are looked at this often. */
const shiftSeconds = 60
/** Conversations that the rates are learnt from, as on the desk. */
const historyLength = 500

/** What became of one person. */
export type Wait = {
  at: number
  priority: Priority
  /** Told on arrival; null for who was served at once. */
  range: { from: number; to: number } | null
  /** Seconds until an agent came; null for who left, or chose to be answered later, before. */
  served: number | null
  gaveUp: number | null
}

type Guest = { person: Person; session: WaitingSession; wait: Wait }
type Worker = { agent: Agent; held: Record<Channel, number>; assignedAt: Date | null }
type Happening = { at: number; order: number; run(): void }

/** Who gets whom, now. */
type Serve = (desk: Desk, now: Date) => Assignment[]

/** The plainest of all: first come, first served, by whoever has a place. What the server's decision is held against. */
export const firstCome: Serve = (desk) => {
  const agents = desk.agents.map((agent) => ({ ...agent, held: { ...agent.held } }))
  return [...desk.waiting]
    .sort((a, b) => a.queuedAt.getTime() - b.queuedAt.getTime())
    .flatMap((session) => {
      const agent = agents.find((one) => hasPlace(one, session))
      if (!agent) return []
      agent.held[session.channel] += 1
      return [{ sessionId: session.id, caseId: session.caseId, agentId: agent.id }]
    })
}

/** The week of a desk of so many agents, with the decision and the range of the server. Answers everybody's wait. */
export function simulateDesk(random: Random, agents: number, days: number, serve: Serve = decide): Wait[] {
  const waits: Wait[] = []
  const waiting = new Map<string, Guest>()
  const later: Happening[] = []
  const ended: { at: number; served: number | null; waited: number; left: boolean }[] = []
  const workers = Array.from({ length: agents }, (_, index) => newWorker(index))
  let present = presentAt(0, agents)
  let now = 0
  let order = 0

  function deskNow(): Desk {
    const here = workers
      .slice(0, present)
      .map((worker) => ({ ...worker.agent, held: worker.held, assignedAt: worker.assignedAt }))
    return {
      waiting: [...waiting.values()].map(({ session }) => session),
      agents: here,
      teams: new Map([[team.id, team]]),
    }
  }

  function giveOut() {
    if (waiting.size === 0) return
    for (const { sessionId, agentId } of serve(deskNow(), date(now))) {
      const guest = waiting.get(sessionId)!
      const worker = workers[Number(agentId)]!
      const { channel } = guest.session
      waiting.delete(sessionId)
      worker.held[channel] += 1
      worker.assignedAt = date(now)
      const waited = now - guest.person.at
      if (channel === 'chat') guest.wait.served = waited
      const { handling } = guest.person
      at(now + handling, () => {
        if (channel === 'chat') ended.push({ at: now, served: handling + wrapUpSeconds, waited, left: false })
      })
      at(now + handling + wrapUpSeconds, () => {
        worker.held[channel] -= 1
      })
    }
  }

  function arrive(person: Person, id: number) {
    const priority = priorityOf(person.topic, { state: 'active', elder: person.elder })
    const wait: Wait = { at: person.at, priority, range: null, served: null, gaveUp: null }
    waits.push(wait)
    const session: WaitingSession = {
      id: String(id).padStart(8, '0'),
      caseId: String(id).padStart(8, '0'),
      priority,
      channel: 'chat',
      language: person.language,
      topic: person.topic,
      teamId: team.id,
      lastAgentId: person.lastAgent === null ? null : String(person.lastAgent),
      ownAgentIds: [],
      queuedAt: date(person.at),
    }
    waiting.set(session.id, { person, session, wait })
    giveOut()
    if (!waiting.has(session.id)) return
    wait.range = placesOf(deskNow(), ratesFrom(historyOf(ended)), date(now)).get(session.caseId)!.waitSeconds
    // Time alone brings people and agents together at these moments.
    for (const patience of [languagePatienceSeconds[priority], team.lastAgentSeconds]) at(now + patience, () => {})
    at(now + person.patience, () => leave(session.id))
    if (person.laterAfter !== null) at(now + person.laterAfter, () => chooseLater(session.id))
  }

  function leave(sessionId: string) {
    const guest = waiting.get(sessionId)
    if (guest?.session.channel !== 'chat') return
    waiting.delete(sessionId)
    guest.wait.gaveUp = now - guest.person.at
    ended.push({ at: now, served: null, waited: guest.wait.gaveUp, left: true })
  }

  function chooseLater(sessionId: string) {
    const guest = waiting.get(sessionId)
    if (!guest) return
    guest.session = { ...guest.session, channel: 'message' }
    guest.wait.gaveUp = now - guest.person.at
  }

  function at(time: number, run: () => void) {
    order += 1
    push(later, { at: time, order, run })
  }

  const people = peopleOf(random, agents, days)
  let next = people.next()
  let nextShift = shiftSeconds
  for (let id = 0; ; ) {
    const arrival = next.done ? Number.POSITIVE_INFINITY : next.value.at
    const event = later[0]?.at ?? Number.POSITIVE_INFINITY
    const soonest = Math.min(arrival, event)
    if (soonest === Number.POSITIVE_INFINITY) return waits
    if (nextShift <= soonest) {
      now = nextShift
      nextShift += shiftSeconds
      present = presentAt(now, agents)
      giveOut()
    } else if (!next.done && arrival <= event) {
      now = arrival
      arrive(next.value, id)
      id += 1
      next = people.next()
    } else {
      now = event
      pop(later).run()
      giveOut()
    }
  }
}

function newWorker(index: number): Worker {
  const agent: Agent = {
    id: String(index),
    teams: [team.id],
    languages: languagesOf(index),
    skills: [],
    places: { chat: placesOfAgent, message: 1, call: 1 },
    held: { chat: 0, message: 0, call: 0 },
    assignedAt: null,
  }
  return { agent, held: { chat: 0, message: 0, call: 0 }, assignedAt: null }
}

function historyOf(ended: readonly { served: number | null; waited: number; left: boolean }[]): SessionHistory {
  const recent = ended.slice(-historyLength)
  const sum = (of: (one: (typeof recent)[number]) => number) => recent.reduce((total, one) => total + of(one), 0)
  return {
    served: sum((one) => (one.served === null ? 0 : 1)),
    servedSeconds: sum((one) => one.served ?? 0),
    left: sum((one) => (one.left ? 1 : 0)),
    waitedSeconds: sum((one) => one.waited),
  }
}

/** Simulated time begins on a Monday. */
function date(seconds: number): Date {
  return new Date(Date.UTC(2026, 10, 23) + seconds * 1000)
}

// A binary heap by time, then by order of making.

function before(a: Happening, b: Happening): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Happening[], item: Happening) {
  let index = heap.push(item) - 1
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (before(heap[parent]!, item)) break
    heap[index] = heap[parent]!
    index = parent
  }
  heap[index] = item
}

function pop(heap: Happening[]): Happening {
  const top = heap[0]!
  const last = heap.pop()!
  if (heap.length === 0) return top
  let index = 0
  for (;;) {
    let child = 2 * index + 1
    if (child >= heap.length) break
    if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1
    if (before(last, heap[child]!)) break
    heap[index] = heap[child]!
    index = child
  }
  heap[index] = last
  return top
}
