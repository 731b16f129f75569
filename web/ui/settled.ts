import { useEffect, useState } from 'react'

/** A pause in typing that counts as done. */
const settleMs = 250

/** What was typed, once typing has paused: one question to the server instead of one for each letter. */
export function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), settleMs)
    return () => clearTimeout(timer)
  }, [typed])
  return settled
}
