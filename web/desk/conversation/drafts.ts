import { useSyncExternalStore } from 'react'
import { forgetPictures } from '../../ui/chat/kept-pictures.ts'
import { forgetKept, keep, readKept } from '../../ui/net/kept.ts'

/** What was begun and not sent, for each case and kind, on this device; it outlives a reload and the tab. */
export type DraftKind = 'message' | 'note' | 'summary' | 'whisper'

const prefix = 'dompet.desk.draft.'
const nameOf = (caseId: string, kind: DraftKind) => `${prefix}${kind}.${caseId}`
const listeners = new Set<() => void>()

export function readDraft(caseId: string, kind: DraftKind): string {
  return readKept(nameOf(caseId, kind))
}

export function writeDraft(caseId: string, kind: DraftKind, text: string): void {
  keep(nameOf(caseId, kind), text)
  for (const listener of listeners) listener()
}

/** At sign-out nothing that was meant for a customer stays on the device. */
export function forgetDrafts(): void {
  forgetKept(prefix)
  forgetPictures()
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useDraft(caseId: string, kind: DraftKind): string {
  return useSyncExternalStore(subscribe, () => readDraft(caseId, kind))
}

export function useHasDraft(caseId: string): boolean {
  return useSyncExternalStore(
    subscribe,
    () => readDraft(caseId, 'message').trim() !== '' || readDraft(caseId, 'note').trim() !== '',
  )
}
