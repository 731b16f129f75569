/**
 * `<script src="https://wallet.example/widget.js" data-language="id" async></script>` on the operator's own site: a
 * button in a shadow root of its own, and on demand a frame served by the wallet. Styles and scripts of the two never mix.
 */
;(() => {
  const script = document.currentScript as HTMLScriptElement | null
  if (!script || document.querySelector('dompet-widget')) return
  const origin = new URL(script.src).origin
  const openKey = 'dompet-widget-open'
  const labels = {
    en: ['Help', 'Help and chat'],
    id: ['Bantuan', 'Bantuan dan obrolan'],
    zh: ['帮助', '帮助与对话'],
  } as const
  const wanted = (script.dataset.language ?? (document.documentElement.lang || navigator.language)).slice(0, 2)
  const language = wanted in labels ? (wanted as keyof typeof labels) : 'en'
  const [word, title] = labels[language]

  const host = document.createElement('dompet-widget')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`
    :host { all: initial; position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; }
    button { all: unset; box-sizing: border-box; cursor: pointer; min-height: 48px; padding: 0 20px; border-radius: 24px;
      display: inline-flex; align-items: center; background: oklch(0.42 0.09 195); color: #fff;
      font: 600 17px/1.2 system-ui, sans-serif; box-shadow: 0 4px 16px rgb(0 0 0 / 0.18); }
    button:focus-visible { outline: 3px solid oklch(0.42 0.09 195); outline-offset: 3px; }
    iframe { display: block; width: 384px; height: min(640px, calc(100dvh - 32px)); border: 1px solid #d8d3cb;
      border-radius: 14px; background: #faf8f4; box-shadow: 0 4px 16px rgb(0 0 0 / 0.18); }
    [hidden] { display: none; }
    @media (max-width: 480px) { :host(.open) { inset: 0; } iframe { width: 100%; height: 100%; border: 0; border-radius: 0; } }`)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  button.type = 'button'
  button.textContent = word
  button.ariaExpanded = 'false'
  root.append(button)
  let frame: HTMLIFrameElement | undefined

  function show(open: boolean) {
    if (open && !frame) {
      frame = document.createElement('iframe')
      frame.title = title
      frame.src = `${origin}/widget/?language=${language}`
      root.append(frame)
    }
    if (frame) frame.hidden = !open
    button.hidden = open
    button.ariaExpanded = String(open)
    host.classList.toggle('open', open)
    try {
      if (open) sessionStorage.setItem(openKey, '1')
      else sessionStorage.removeItem(openKey)
    } catch {
      // The site's page may have no storage: then the widget begins closed on each page.
    }
  }

  button.addEventListener('click', () => {
    show(true)
    frame?.focus()
  })
  addEventListener('message', (event) => {
    if (event.origin !== origin || event.source !== frame?.contentWindow || event.data?.dompet !== 'close') return
    show(false)
    button.focus()
  })
  document.body.append(host)
  try {
    if (sessionStorage.getItem(openKey)) show(true)
  } catch {
    // As above.
  }
})()
