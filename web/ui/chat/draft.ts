import { useEffect, useState } from 'react'
import { draftName, forgetKept, keep, readKept } from '../net/kept.ts'

/**
 * What was begun and not sent, kept on this device: of a case, or under another name of what is still to be opened. It
 * outlives a reload and the tab. Forget it when the person leaves.
 */
export function useDraft(name: string) {
  const key = draftName(name)
  const [text, setText] = useState(() => readKept(key))
  useEffect(() => keep(key, text), [key, text])
  return { text, setText }
}

/** Leaves words to be gone on with where that draft is shown next. */
export function leaveDraft(name: string, text: string): void {
  keep(draftName(name), text)
}

/** Words that were begun in one conversation go on in another, behind what was begun there. */
export function moveDraft(from: string, to: string): void {
  const begun = [to, from].map((name) => readKept(draftName(name))).filter(Boolean)
  keep(draftName(to), begun.join('\n'))
  keep(draftName(from), '')
}

export function forgetDrafts(): void {
  forgetKept(draftName())
}
