import http from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import type { Language } from '../../contract/identity.ts'
import type { Person } from './world.ts'

let site: http.Server | undefined

/**
 * The operator's own site: another origin, on the same machine because Chromium's private windows refuse storage to frames
 * of another site. It has styles of its own that must not reach the widget, nor ours the page.
 */
async function openSite(wallet: string): Promise<string> {
  site ??= http.createServer((request, response) => {
    const url = new URL(request.url!, 'http://site')
    const language = url.searchParams.get('language') ?? 'en'
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="${language}"><head><title>Kopi</title>
<meta name="viewport" content="width=device-width"><style>button, iframe { display: none !important; color: red; }</style></head>
<body><main><h1>Kopi</h1></main><script src="${url.searchParams.get('wallet')}/widget.js" async></script></body></html>`)
  })
  const open = site
  if (!open.listening) await new Promise<void>((resolve) => open.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(open.address() as AddressInfo).port}/?wallet=${encodeURIComponent(wallet)}`
}

export const starts: Record<Language, string> = { en: 'Help', id: 'Bantuan', zh: '帮助' }

/** The widget on that site, opened by its button. */
export async function openWidget({ page, language, url }: Person) {
  await page.goto(`${await openSite(url)}&language=${language}`)
  await page.getByRole('button', { name: starts[language], exact: true }).click()
  return frameOf(page)
}

const frameOf = (page: Page) => page.frameLocator('dompet-widget iframe')

export function closeSite(): void {
  site?.close()
}
