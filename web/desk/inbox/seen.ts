import { useSyncExternalStore } from 'react'
import { keep, readKept } from '../../ui/net/kept.ts'

/** Up to where this agent has read each case, on this device. Older cases than these are forgotten. */
const maximumKept = 200

const listeners = new Set<() => void>()
const nameOf = (agentId: string) => `dompet.desk.seen.${agentId}`

type Seen = Record<string, number>
let cached: { agentId: string; seen: Seen } | undefined

function read(agentId: string): Seen {
  if (cached?.agentId === agentId) return cached.seen
  let seen: Seen = {}
  try {
    seen = JSON.parse(readKept(nameOf(agentId)) || '{}') as Seen
  } catch {
    // a damaged note is worth no more than none
  }
  cached = { agentId, seen }
  return seen
}

export function markSeen(agentId: string, caseId: string, seq: number): void {
  const seen = read(agentId)
  if ((seen[caseId] ?? 0) >= seq) return
  const { [caseId]: _, ...others } = seen
  const kept = Object.fromEntries([...Object.entries(others), [caseId, seq]].slice(-maximumKept)) as Seen
  cached = { agentId, seen: kept }
  keep(nameOf(agentId), JSON.stringify(kept))
  for (const listener of listeners) listener()
}

export function useSeen(agentId: string): Seen {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => read(agentId),
  )
}
