import { type KeyboardEvent, useState } from 'react'
import type { Colleague } from '../../../contract/colleagues.ts'
import { MentionList } from './MentionList.tsx'
import { namedIn, namingIn, suggest, useColleagues, withName } from './mentions.ts'

/** Naming colleagues while a note is written: who fits, choosing by key, and whom the note names in the end. */
export function useNaming(isNote: boolean, text: string, onText: (text: string) => void) {
  const naming = isNote ? namingIn(text) : null
  const colleagues = useColleagues(isNote).data?.colleagues ?? []
  const [at, setAt] = useState(0)
  const found = naming === null ? [] : suggest(colleagues, naming)
  const place = Math.min(at, found.length - 1)

  function choose({ name }: Colleague) {
    onText(withName(text, naming ?? '', name))
    setAt(0)
  }
  function onKey(event: KeyboardEvent) {
    const chosen = found[place]
    if (!chosen || event.nativeEvent.isComposing || !(event.target instanceof HTMLTextAreaElement)) return
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key]
    if (step) setAt((place + step + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(chosen)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return {
    list: <MentionList found={found} at={place} onChoose={choose} />,
    onKey,
    namedIn: (note: string) => namedIn(note, isNote ? colleagues : []),
  }
}
