import { createContext, useContext, useEffect, useId, useState } from 'react'

/** What is written in a sheet or on a page and would be lost with it: the fields that say so, by their ids. */
export const UnsavedFields = createContext<Set<string> | null>(null)

/**
 * Says that what is held here would be lost when the sheet or page around it goes: whoever leaves it is asked first.
 * What is kept as a draft needs none of this.
 */
export function useUnsaved(held: unknown): void {
  const id = useId()
  const fields = useContext(UnsavedFields)
  const now = JSON.stringify(held)
  const [first] = useState(now)
  useEffect(() => {
    if (now === first) return
    fields?.add(id)
    return () => void fields?.delete(id)
  }, [fields, id, now, first])
}
