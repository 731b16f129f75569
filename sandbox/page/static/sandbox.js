const REFRESH_MS = 2000

/** What each live part was last given; the browser's own spelling of it may differ from what was sent. */
const given = new WeakMap()

/** Fetches the page again and puts in what changed in its live parts; forms and what is typed stay as they are. */
async function refresh() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  if (!answer.ok) return
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
  for (const part of document.querySelectorAll('[data-live]')) {
    const next = fresh.getElementById(part.id)?.innerHTML
    // Nothing moves under a finger or the keyboard's focus.
    if (next === undefined || next === (given.get(part) ?? part.innerHTML) || part.contains(document.activeElement))
      continue
    part.innerHTML = next
    given.set(part, next)
  }
}

async function keepFresh() {
  if (document.visibilityState === 'visible') await refresh().catch(() => undefined)
  setTimeout(keepFresh, REFRESH_MS)
}

async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text)
  // Plain http on another host has no clipboard interface.
  const area = document.createElement('textarea')
  area.value = text
  document.body.append(area)
  area.select()
  document.execCommand('copy')
  area.remove()
}

document.addEventListener('click', async (event) => {
  const button = event.target.closest?.('[data-copy]')
  if (!button) return
  const word = button.querySelector('span')
  const before = word.textContent
  if (before === document.body.dataset.copied) return // pressed again while it still says so
  await copy(button.dataset.copy)
  word.textContent = document.body.dataset.copied
  setTimeout(() => {
    word.textContent = before
    button.blur()
  }, 1500)
})

if (document.querySelector('[data-live]')) setTimeout(keepFresh, REFRESH_MS)
