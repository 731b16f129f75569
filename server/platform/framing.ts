import type { FastifyHelmetOptions } from '@fastify/helmet'

/** What a page of another site may show in a frame, and the script that puts the frame there; nothing else of ours. */
const widget = /^\/widget(\.js|\/|\?|$)/

/** Own pages only; pictures may come from the page itself (camera, upload), sockets from the same host. */
const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  mediaSrc: ["'self'", 'blob:'],
  styleSrc: ["'self'", "'unsafe-inline'"],
  connectSrc: ["'self'", 'ws:', 'wss:'],
  workerSrc: ["'self'", 'blob:'],
  frameAncestors: ["'none'"],
  formAction: ["'self'"],
  upgradeInsecureRequests: null,
}

export const ownPages: FastifyHelmetOptions = { contentSecurityPolicy: { directives: contentSecurityPolicy } }

/** Headers of the widget: framed by us and by these sites (sources of `frame-ancestors`), loaded from anywhere. */
export function headersOfWidget(sites: readonly string[]): FastifyHelmetOptions {
  const directives = { ...contentSecurityPolicy, frameAncestors: ["'self'", ...sites] }
  return {
    contentSecurityPolicy: { directives },
    // The older header knows no list of sites.
    xFrameOptions: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // Sign-in opens in a tab of its own, which has no business with the frame.
    crossOriginOpenerPolicy: false,
  }
}

export function isWidget(url: string): boolean {
  return widget.test(url)
}
