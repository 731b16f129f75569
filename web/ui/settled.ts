import { useEffect, useState } from 'react'

/** A pause in typing that counts as done. */
export const typingPauseMs = 250

/** What was typed, once typing has paused: one question to the server instead of one for each letter. */
export function useSettled(typed: string, pauseMs = typingPauseMs): string {
  const [settled, setSettled] = useState(typed)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), pauseMs)
    return () => clearTimeout(timer)
  }, [typed, pauseMs])
  return settled
}
