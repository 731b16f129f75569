import { type Html, html } from './html.ts'
import { icons } from './pictures.ts'
import { languageNames, languages, languageTags, type Speech } from './speech.ts'

export type Room = 'overview' | 'messages' | 'mail' | 'bank' | 'shop'

const paths: Record<Room, string> = {
  overview: '/sandbox',
  messages: '/sandbox/sms',
  mail: '/sandbox/mail',
  bank: '/sandbox/bank',
  shop: '/sandbox/shop',
}

export interface Notice {
  kind: 'good' | 'bad' | 'info'
  text: string
  more?: string
}

/** A whole page. `url` is the page's own address, from which the links to the other languages are made. */
export function page(
  speech: Speech,
  view: { room: Room; title: string; url: string; notice?: Notice | null; body: Html },
): string {
  const { say, link } = speech
  const nav = (Object.keys(paths) as Room[]).map(
    (room) =>
      html`<a href="${link(paths[room])}"${view.room === room ? html` aria-current="page"` : null}>${icons[room]}<span>${say(room)}</span></a>`,
  )
  const whole = html`<!doctype html>
<html lang="${languageTags[speech.language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${view.title} · ${say('sandbox')}</title>
<link rel="icon" href="/sandbox/static/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/sandbox/static/sandbox.css">
<script src="/sandbox/static/sandbox.js" defer></script>
${view.room === 'shop' ? html`<script src="/widget.js" data-language="${speech.language}" defer></script>` : null}
</head>
<body data-copied="${say('copied')}">
<a class="skip" href="#content">${say('skip')}</a>
<header class="head">
<div class="head-line">
<a class="mark" href="${link(paths.overview)}">${say('sandbox')}</a>
<p class="tagline">${say('tagline')}</p>
${languageChoice(speech, view.url)}
</div>
<nav class="rooms" aria-label="${say('sandbox')}">${nav}</nav>
</header>
<main id="content" tabindex="-1">
<div role="status">${view.notice ? notice(view.notice) : null}</div>
${view.body}
</main>
</body>
</html>
`
  return whole.markup
}

function languageChoice(speech: Speech, url: string): Html {
  const choices = languages.map((language) => {
    const address = new URL(url, 'http://sandbox')
    address.searchParams.set('lang', language)
    const href = address.pathname + address.search
    const current = language === speech.language ? html` aria-current="true"` : null
    return html`<a href="${href}" lang="${languageTags[language]}"${current}>${languageNames[language]}</a>`
  })
  return html`<nav class="languages" aria-label="${speech.say('language')}">${choices}</nav>`
}

function notice({ kind, text, more }: Notice): Html {
  return html`<div class="notice ${kind}"><p>${text}</p>${more ? html`<p class="soft">${more}</p>` : null}</div>`
}

/** A part of the page that the script keeps fresh; it holds no field, so that nothing typed is lost. */
export function live(id: string, body: Html): Html {
  return html`<div id="${id}" data-live>${body}</div>`
}

export function empty(text: string): Html {
  return html`<p class="empty">${text}</p>`
}
