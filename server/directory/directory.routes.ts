import * as contract from '../../contract/directory.ts'
import { createAttemptLimit } from '../identity/attempt-limit.ts'
import type { Http } from '../platform/http.ts'
import { askCode, type CodeDeps } from './case-code.ts'
import { selectEdition } from './directory.sql.ts'
import { type ContactDeps, readContacts } from './live-contact.ts'
import { checkSuspect, type ReportDeps, reportScam } from './report.ts'

/** What one address may check, report and ask for in a minute. */
const asksPerMinute = 30

/** What customers and strangers ask: is it really you? */
export function registerDirectoryRoutes(http: Http, deps: ReportDeps & ContactDeps & CodeDeps): void {
  const limit = createAttemptLimit(http, asksPerMinute)

  http.serve(contract.readDirectory, async () => {
    const { document, signature, keyId } = (await selectEdition(deps.sql))!
    return { document, signature: signature.toString('hex'), key: keyId }
  })
  http.serve(contract.checkContact, async ({ body }, { request }) => {
    const limited = await limit(request)
    if (limited) return limited
    const { suspect, ...found } = await checkSuspect(deps, body.text)
    return { kind: suspect.kind, understood: suspect.understood, ...found }
  })
  http.serve(contract.reportScam, async ({ body }, { actor, request }) => {
    return (await limit(request)) ?? reportScam(deps, actor, { text: body.text, words: body.words ?? '' })
  })
  http.serve(contract.readLiveContact, ({ query }, { actor }) => readContacts(deps, actor.customerId, query.language))
  http.serve(contract.askCaseCode, async ({ body }, { actor, request }) => {
    return (await limit(request)) ?? askCode(deps, actor, { topic: body.topic, paymentId: body.paymentId ?? null })
  })
  registerPublished(http, deps)
}

/** Anybody may keep a copy, and pages elsewhere may read it. */
const publicHeaders = { 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300' }
const editionPattern = /^[1-9]\d{0,8}$/

/**
 * The document and its detached Ed25519 signature (64 bytes) at addresses that stay:
 * `openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in dompet-directory.json -sigfile dompet-directory.json.sig`.
 * `?edition=` names one, so that both parts fit together while a new one comes out.
 */
function registerPublished({ server }: Http, { sql }: Pick<ReportDeps, 'sql'>): void {
  const find = async (query: unknown) => {
    const { edition } = query as { edition?: unknown }
    if (edition === undefined) return selectEdition(sql)
    return editionPattern.test(String(edition)) ? selectEdition(sql, Number(edition)) : undefined
  }
  server.get('/.well-known/dompet-directory.json', { schema: { hide: true } }, async (request, reply) => {
    const found = await find(request.query)
    if (!found) return reply.callNotFound()
    return reply.headers(publicHeaders).type('application/json; charset=utf-8').send(found.document)
  })
  server.get('/.well-known/dompet-directory.json.sig', { schema: { hide: true } }, async (request, reply) => {
    const found = await find(request.query)
    if (!found) return reply.callNotFound()
    return reply.headers(publicHeaders).type('application/octet-stream').send(found.signature)
  })
}
