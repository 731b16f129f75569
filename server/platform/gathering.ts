/** Gathers what is asked for again and again: the first time goes at once, those that follow closely become one. */
export function createGathering(pauseMs: number) {
  const pending = new Map<string, { timer: NodeJS.Timeout; again: boolean }>()

  function run(key: string, act: () => void) {
    const known = pending.get(key)
    if (known) {
      known.again = true
      return
    }
    act()
    const next = { again: false, timer: setTimeout(() => settle(key, act), pauseMs) }
    pending.set(key, next)
  }

  function settle(key: string, act: () => void) {
    const { again } = pending.get(key)!
    pending.delete(key)
    if (again) run(key, act)
  }

  function stop() {
    for (const { timer } of pending.values()) clearTimeout(timer)
    pending.clear()
  }

  return { run, stop }
}
