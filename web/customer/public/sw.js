// Keeps the shell of the app, never an answer of the server: without a network the app opens and says so itself.
const shell = 'dompet-shell-1'
/** Files of older versions are let go beyond this many. */
const maximumFiles = 160
const page = '/'

/** Other apps and the server's own paths on the same address. */
const notOurs = /^\/(api|desk|merchant|docs|sandbox|widget|metrics|healthz|readyz|gallery)(\/|$)/
/** Built files carry their content's hash in their name: what was kept is what would come. */
const built = /^\/assets\//

addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(shell)
      .then((cache) => cache.addAll([askForPage(), '/manifest.webmanifest', '/icon.svg']))
      .then(() => skipWaiting()),
  )
})

addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  )
})

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || notOurs.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(newestPage(request))
  else if (built.test(pathname)) event.respondWith(keptFile(request))
})

/** The first visit loaded its files before this worker was there: the page names them, and they are kept, too. */
addEventListener('message', (event) => {
  const paths = Array.isArray(event.data?.keep) ? event.data.keep : []
  const ours = paths.filter((path) => typeof path === 'string' && built.test(path)).slice(0, maximumFiles)
  event.waitUntil(Promise.all(ours.map((path) => keptFile(new Request(path)))))
})

/** A worker asks for anything at all unless told; the server gives its page to whoever wants one. */
function askForPage() {
  return new Request(page, { headers: { accept: 'text/html' } })
}

/** The page from the server; the kept one where there is no network. */
async function newestPage(request) {
  const cache = await caches.open(shell)
  try {
    const answer = await fetch(request)
    if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html')) await cache.put(page, answer.clone())
    return answer
  } catch (error) {
    const kept = await cache.match(page)
    if (kept) return kept
    throw error
  }
}

async function keptFile(request) {
  const cache = await caches.open(shell)
  const kept = await cache.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) {
    await cache.put(request, answer.clone())
    await letOldGo(cache)
  }
  return answer
}

async function letOldGo(cache) {
  const kept = (await cache.keys()).filter((request) => built.test(new URL(request.url).pathname))
  await Promise.all(kept.slice(0, Math.max(0, kept.length - maximumFiles)).map((request) => cache.delete(request)))
}
