import path from 'node:path'
import type { FastifyRequest } from 'fastify'
import { maximumFileBytes, uploadFile } from '../../contract/chat.ts'
import type { Refusal } from '../../contract/refusals.ts'
import type { StaffActor } from '../platform/actor.ts'
import type { Clock } from '../platform/clock.ts'
import type { Sql } from '../platform/database.ts'
import type { FileStore } from '../platform/files.ts'
import { type Authenticators, customerCookie, type Http, sendRefusal, staffCookie } from '../platform/http.ts'
import type { Ids } from '../platform/ids.ts'
import { actorOfCookies } from '../platform/live.ts'
import { takePicture } from '../platform/pictures.ts'
import { isRefusal, refuse } from '../platform/refusals.ts'
import { readUpload } from '../platform/upload.ts'
import type { Scan } from '../platform/virus-scan.ts'
import { type FileRow, findFileForCustomer, findFileWithCases, insertFile } from './file.sql.ts'
import { mayLook } from './look.ts'

const longestName = 80
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export type FileDeps = {
  sql: Sql
  clock: Clock
  ids: Ids
  authenticators: Authenticators
  files: FileStore
  scan: Scan | null
}

/** Pictures in conversations: taken in, and shown to those who may see them. */
export function registerFileRoutes(http: Http, deps: FileDeps) {
  const { sql, clock, ids, authenticators, files, scan } = deps

  http.serve(uploadFile, async ({ query }, { request }) => {
    const actor = await actorOfCookies(authenticators, request, query.as)
    if (isRefusal(actor)) return actor
    const upload = await readUpload(request, maximumFileBytes)
    if (isRefusal(upload)) return upload
    const found = await scan?.(upload.bytes)
    if (found) return found
    const picture = await takePicture(upload.bytes)
    if (isRefusal(picture)) return picture
    const { type, widthPx, heightPx } = picture
    const row: FileRow = {
      id: ids(),
      uploaderKind: actor.kind,
      uploaderId: actor.kind === 'customer' ? actor.customerId : actor.staffId,
      name: nameOf(upload.name, picture.extension),
      type,
      widthPx,
      heightPx,
      bytes: picture.bytes.length,
      hash: await files.put(picture.bytes),
    }
    await insertFile(sql, row, clock.now())
    return { id: row.id, name: row.name, type, widthPx, heightPx }
  })

  http.server.get('/api/files/:id', async (request, reply) => {
    const { id } = request.params as { id: string }
    const file = await findFor(deps, request, id)
    if (isRefusal(file)) return sendRefusal(request, reply, file)
    const tag = `"${file.hash.toString('hex')}"`
    reply
      .header('cache-control', 'private, no-cache')
      .header('etag', tag)
      .header('x-content-type-options', 'nosniff')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('content-disposition', `inline; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    if (request.headers['if-none-match'] === tag) return reply.code(304).send()
    return reply.type(file.type).send(await files.read(file.hash))
  })
}

/** The file, for whoever of the browser's two sessions may see it; else as if there were none. */
async function findFor(deps: FileDeps, request: FastifyRequest, id: string): Promise<FileRow | Refusal> {
  const { sql, authenticators } = deps
  const [customer, staff] = await Promise.all([
    authenticators.customer(request.cookies[customerCookie]),
    authenticators.staff(request.cookies[staffCookie]),
  ])
  if (isRefusal(customer) && isRefusal(staff)) return customer
  if (!idPattern.test(id)) return refuse('not_found', {})
  const shown = isRefusal(customer) ? undefined : await findFileForCustomer(sql, id, customer.customerId)
  if (shown) return shown
  return (!isRefusal(staff) && (await findForStaff(deps, staff, id))) || refuse('not_found', {})
}

/** What this member of staff uploaded, or what was shown in a case that they may look at. */
async function findForStaff(deps: FileDeps, actor: StaffActor, id: string): Promise<FileRow | undefined> {
  if (!actor.permissions.has('case.work')) return undefined
  const found = await findFileWithCases(deps.sql, id)
  if (!found) return undefined
  const { file, cases } = found
  if (file.uploaderKind === 'staff' && file.uploaderId === actor.staffId) return file
  for (const one of cases) if (await mayLook(deps.sql, deps, actor, one)) return file
  return undefined
}

/** A name to show: the last part of what was given, without what could break a line or mislead, with the true ending. */
function nameOf(given: string, extension: string): string {
  const base = path.win32.basename(path.posix.basename(given.normalize('NFC')))
  const stem = base
    .replace(/\.[^.]*$/, '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}"<>|:*?\\/]/gu, '')
    .trim()
  return `${[...stem].slice(0, longestName).join('') || 'picture'}.${extension}`
}
