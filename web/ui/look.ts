import { useSyncExternalStore } from 'react'

/** How a person wants to see Dompet on this device. `system` follows light or dark of the device. */
export type Theme = 'system' | 'light' | 'dark'
export type Mode = 'standard' | 'simple'
export type Look = { theme: Theme; mode: Mode }

const themeKey = 'dompet.theme'
const modeKey = 'dompet.mode'
const listeners = new Set<() => void>()

function read(): Look {
  const theme = localStorage.getItem(themeKey)
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    mode: localStorage.getItem(modeKey) === 'simple' ? 'simple' : 'standard',
  }
}

let current: Look = typeof localStorage === 'undefined' ? { theme: 'system', mode: 'standard' } : read()

function apply(look: Look): void {
  const root = document.documentElement
  if (look.theme === 'system') delete root.dataset.theme
  else root.dataset.theme = look.theme
  if (look.mode === 'simple') root.dataset.mode = 'simple'
  else delete root.dataset.mode
}

/** Call once before the first render. `app` sets the density: the desk is denser than the phone. */
export function startLook(app: 'customer' | 'desk' | 'merchant' | 'widget'): void {
  document.documentElement.dataset.app = app
  apply(current)
}

export function changeLook(change: Partial<Look>): void {
  current = { ...current, ...change }
  localStorage.setItem(themeKey, current.theme)
  localStorage.setItem(modeKey, current.mode)
  apply(current)
  for (const listener of listeners) listener()
}

export function useLook(): Look {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
