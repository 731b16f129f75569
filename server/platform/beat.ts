export type Beat = {
  /** No further work begins; resolves when the one under way has ended. */
  stop(): Promise<void>
}

/**
 * Does something again and again, `everyMs` apart, and never twice at once: where it takes longer, as while the database is
 * away, the beats meanwhile are left out instead of piling up. Keeps no process alive.
 */
export function startBeat(everyMs: number, work: () => Promise<unknown>, failed: (error: unknown) => void): Beat {
  let running: Promise<void> | undefined
  const timer = setInterval(() => {
    running ??= work()
      .then(() => {}, failed)
      .finally(() => {
        running = undefined
      })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
