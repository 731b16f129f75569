import type { Sql } from '../../server/platform/database.ts'
import { languagePatienceSeconds, type Priority } from '../../server/routing/queue-order.ts'
import { questions, type Story } from './people.ts'

type Entry = {
  caseId: string
  seq: number
  kind: string
  authorId: string | null
  authorKind: string
  text: string | null
  at: Date
}
type Session = { id: string; priority: Priority; language: string; queuedAt: Date; endedAt: Date }
type Agent = { id: string; languages: string[]; capacity: number; since: Date; until: Date }

/** Holds what people saw against what is stored; answers every fault in words. */
export async function checkStories(sql: Sql, stories: readonly Story[]): Promise<string[]> {
  const faults: string[] = []
  const byCase = Map.groupBy(await readEntries(sql), ({ caseId }) => caseId)
  for (const story of stories) {
    const entries = byCase.get(story.caseId) ?? []
    const texts = (kind: string) =>
      entries.filter((one) => one.kind === 'message' && one.authorKind === kind).map(({ text }) => text)
    if (entries.some(({ seq }, index) => seq !== index + 1)) faults.push(`${story.caseId}: the numbers have gaps`)
    if (texts('customer').join('|') !== story.written.join('|'))
      faults.push(`${story.caseId}: written ${story.written.join(', ')}; stored ${texts('customer').join(', ')}`)
    if (texts('agent').join('|') !== story.read.join('|'))
      faults.push(`${story.caseId}: stored ${texts('agent').join(', ')}; read ${story.read.join(', ')}`)
    const wanted = story.written.map((text) => `re ${text}`)
    if (story.written.length !== questions || wanted.join('|') !== story.read.join('|'))
      faults.push(`${story.caseId}: asked ${story.written.join(', ')}; answered ${story.read.join(', ')}`)
    faults.push(...checkHands(story.caseId, entries))
  }
  return faults
}

/** One agent at a time: claimed, answered by that one only, given back or closed before anybody else comes. */
function checkHands(caseId: string, entries: readonly Entry[]): string[] {
  const faults: string[] = []
  let agentId: string | null = null
  for (const entry of entries) {
    if (entry.kind === 'claimed') {
      if (agentId) faults.push(`${caseId}: given to a second agent at ${entry.seq}`)
      agentId = entry.authorId
    }
    if (entry.kind === 'released') agentId = null
    if (entry.kind === 'message' && entry.authorKind === 'agent' && entry.authorId !== agentId)
      faults.push(`${caseId}: answered at ${entry.seq} by somebody who does not have it`)
  }
  return faults
}

/**
 * Whether anybody waited longer than `neglectMs` while a place that fitted stood empty. Each agent's places are followed one by one: freed when
 * the writing up of a conversation ends, taken again by whoever comes first.
 */
export async function checkWaits(sql: Sql, vanished: ReadonlySet<string>, neglectMs: number) {
  const sessions = await readSessions(sql)
  const [agents, claims] = await Promise.all([readAgents(sql), readClaims(sql)])
  const faults: string[] = []
  let longestIdleMs = 0
  for (const agent of agents.filter(({ id }) => !vanished.has(id))) {
    const own = claims.filter(({ agentId }) => agentId === agent.id)
    const moves = own
      .flatMap(({ from, until }) => [
        { at: from.getTime(), takes: true },
        { at: until.getTime(), takes: false },
      ])
      .sort((a, b) => a.at - b.at || Number(a.takes) - Number(b.takes))
    const free: number[] = Array(agent.capacity).fill(agent.since.getTime())
    const idle: { from: number; until: number }[] = []
    let beyond = 0
    for (const { at, takes } of moves) {
      // Fraud may have one place more than there are; when it ends, no place of the others is free.
      if (takes && free.length === 0) beyond += 1
      else if (takes) idle.push({ from: free.shift()!, until: at })
      else if (beyond > 0) beyond -= 1
      else free.push(at)
    }
    for (const from of free) idle.push({ from, until: agent.until.getTime() })
    for (const gap of idle) {
      if (gap.until - gap.from <= neglectMs) continue
      for (const session of sessions) {
        const overlap = overlapMs(gap, session, agent)
        longestIdleMs = Math.max(longestIdleMs, overlap)
        if (overlap > neglectMs)
          faults.push(`session ${session.id} waited ${overlap} ms beside a free place of ${agent.id}`)
      }
    }
  }
  const waits = sessions.map(({ queuedAt, endedAt }) => endedAt.getTime() - queuedAt.getTime()).sort((a, b) => a - b)
  return { faults, longestIdleMs, medianWaitMs: waits[Math.floor(waits.length / 2)]!, longestWaitMs: waits.at(-1)! }
}

function overlapMs(gap: { from: number; until: number }, session: Session, agent: Agent): number {
  const speaks = agent.languages.includes(session.language)
  const patienceMs = speaks ? 0 : languagePatienceSeconds[session.priority] * 1_000
  const fitsFrom = session.queuedAt.getTime() + patienceMs
  return Math.min(gap.until, session.endedAt.getTime()) - Math.max(gap.from, fitsFrom)
}

async function readEntries(sql: Sql): Promise<Entry[]> {
  return sql<Entry[]>`
    select case_id as "caseId", seq, kind, author_id as "authorId", author_kind as "authorKind", text, at
    from case_event order by case_id, seq`
}

/** The first wait of each session; waits of those who came back to the queue are not over when the first one is. */
async function readSessions(sql: Sql): Promise<Session[]> {
  return sql<Session[]>`
    select id, priority, language, queued_at as "queuedAt", first_claimed_at as "endedAt"
    from support_session where first_claimed_at is not null`
}

/** Who had which conversation from when to when, the writing up included. */
async function readClaims(sql: Sql): Promise<{ agentId: string; from: Date; until: Date }[]> {
  return sql<{ agentId: string; from: Date; until: Date }[]>`
    select e.author_id as "agentId", e.at as "from", coalesce(
      (select min(r.at) from case_event r where r.case_id = e.case_id and r.seq > e.seq and r.kind = 'released'),
      s.wrap_up_until, s.ended_at) as until
    from case_event e join support_session s on s.case_id = e.case_id
    where e.kind = 'claimed' order by e.at`
}

async function readAgents(sql: Sql): Promise<Agent[]> {
  return sql<Agent[]>`
    select staff.id, staff.languages, p.capacity, p.state_since as since, p.seen_at as until
    from agent_presence p join staff on staff.id = p.staff_id where p.state = 'available'`
}
