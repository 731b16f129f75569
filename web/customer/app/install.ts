/**
 * Keeps the shell (page, code, words, type) on the device, so that the app opens without a network. Answers of the
 * server are never kept: see public/sw.js.
 */
export function installShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  navigator.serviceWorker
    .register('/sw.js')
    .then(() => navigator.serviceWorker.ready)
    .then(({ active }) => active?.postMessage({ keep: loadedFiles() }))
    .catch(() => {
      // Without it the app works as any page does; there is nothing to tell.
    })
}

/** Paths of what this page has loaded from its own server. */
function loadedFiles(): string[] {
  return performance
    .getEntriesByType('resource')
    .map((entry) => new URL(entry.name))
    .filter((address) => address.origin === location.origin)
    .map((address) => address.pathname)
}
