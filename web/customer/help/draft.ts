import { useEffect, useState } from 'react'

/** What was begun, kept for this tab: of a case, or of a conversation that a customer is still to open (`new.`). */
export function useDraft(caseId: string) {
  const storageKey = `dompet.draft.${caseId}`
  const [text, setText] = useState(() => sessionStorage.getItem(storageKey) ?? '')
  useEffect(() => {
    if (text) sessionStorage.setItem(storageKey, text)
    else sessionStorage.removeItem(storageKey)
  }, [storageKey, text])
  return { text, setText }
}
