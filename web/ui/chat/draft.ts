import { useEffect, useState } from 'react'
import { namesOf } from '../net/outbox.ts'
import { speakingAs } from '../net/who.ts'

const storageKey = (name = '') => `dompet.draft.${speakingAs()}.${name}`

/**
 * What was begun and not sent, kept on this device: of a case, or under another name of what is still to be opened. It
 * outlives a reload and the tab. Forget it when the person leaves.
 */
export function useDraft(name: string) {
  const key = storageKey(name)
  const [text, setText] = useState(() => localStorage.getItem(key) ?? '')
  useEffect(() => {
    if (text) localStorage.setItem(key, text)
    else localStorage.removeItem(key)
  }, [key, text])
  return { text, setText }
}

export function forgetDrafts(): void {
  for (const name of namesOf(storageKey())) localStorage.removeItem(name)
}
