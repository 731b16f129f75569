import { type RefObject, useState } from 'react'
import type { Macro } from '../../../contract/macros.ts'
import { useCommand } from '../keys/keyboard.ts'
import { type DraftKind, readDraft, writeDraft } from './drafts.ts'
import { firstGap } from './gaps.ts'

/** Inserting a macro: the sheet, the words in the box with the first open gap chosen, and what may be done afterwards. */
export function useMacro(caseId: string, kind: DraftKind, frame: RefObject<HTMLDivElement | null>) {
  const [open, setOpen] = useState(false)
  const [offered, setOffered] = useState<Macro['command']>(null)
  useCommand('macros', () => setOpen(true))

  function insert(words: string, macro: Macro) {
    const begun = readDraft(caseId, kind)
    const before = begun.trim() === '' ? '' : `${begun.trimEnd()}\n`
    writeDraft(caseId, kind, before + words)
    setOffered(macro.command)
    setOpen(false)
    chooseGap(frame, before.length, words)
  }
  return {
    open,
    close: () => setOpen(false),
    insert,
    /** Stays after the words were sent: closing comes after the goodbye. */
    offered,
    forget: () => setOffered(null),
  }
}

/** Once the sheet is gone and the box has its words: the keyboard goes to the first open gap, else behind the last word. */
function chooseGap(frame: RefObject<HTMLDivElement | null>, from: number, words: string): void {
  const gap = firstGap(words) ?? { start: words.length, end: words.length }
  setTimeout(() => {
    const box = frame.current?.querySelector('textarea')
    box?.focus()
    box?.setSelectionRange(from + gap.start, from + gap.end)
  }, sheetGoneMs)
}

/** A sheet takes this long to go, and gives the keyboard back as it does; see ui.css. */
const sheetGoneMs = 180
