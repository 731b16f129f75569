import { useEffect, useRef, useSyncExternalStore } from 'react'
import { type Command, commandOfPress, keyOfPress } from './commands.ts'

type Run = (key: string) => void

/** The last one mounted answers: a sheet's or column's own meaning of a key goes before the page's. */
const answering = new Map<Command, Run[]>()

/** Binds a command while the component is there; `undefined` when it is not possible now. */
export function useCommand(command: Command, run: Run | undefined): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  const possible = run !== undefined
  useEffect(() => {
    if (!possible) return
    const answer: Run = (key) => latest.current?.(key)
    answering.set(command, [...(answering.get(command) ?? []), answer])
    return () => {
      answering.set(
        command,
        (answering.get(command) ?? []).filter((one) => one !== answer),
      )
    }
  }, [command, possible])
}

/** Does what a command's key would do; nothing where it is not possible now. */
export function runCommand(command: Command): void {
  answering.get(command)?.at(-1)?.('')
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true
  return target instanceof HTMLInputElement && !['radio', 'checkbox', 'button', 'submit', 'file'].includes(target.type)
}

/** Sheets and menus have their own keys; while one is open the page's are silent. */
function somethingIsOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || somethingIsOpen()) return
  const writing = isWriting(event.target)
  if (writing && event.key === 'Escape') {
    ;(event.target as HTMLElement).blur()
    event.preventDefault()
    return
  }
  const needsAlt = writing || !readSingleKeys()
  if (needsAlt && !event.altKey && event.key !== 'Escape') return
  const press = { key: event.key, code: event.code, alt: event.altKey }
  const command = commandOfPress(press)
  const run = command && answering.get(command)?.at(-1)
  if (!run) return
  event.preventDefault()
  run(keyOfPress(press))
}

/** Once, around the whole desk. */
export function useKeyboard(): void {
  useEffect(() => {
    addEventListener('keydown', onKeyDown)
    return () => removeEventListener('keydown', onKeyDown)
  }, [])
}

// Letters alone can be switched off, for people who dictate or whose hands press keys unmeant (WCAG 2.1.4).

const singleKeysName = 'dompet.desk.single_keys'
const listeners = new Set<() => void>()

function readSingleKeys(): boolean {
  return localStorage.getItem(singleKeysName) !== 'off'
}

export function changeSingleKeys(on: boolean): void {
  localStorage.setItem(singleKeysName, on ? 'on' : 'off')
  for (const listener of listeners) listener()
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }, readSingleKeys)
}
