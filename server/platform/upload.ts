import type { FastifyRequest } from 'fastify'
import type { Refusal } from '../../contract/refusals.ts'
import { refuse } from './refusals.ts'

/** The one file of an upload (`Route.upload`): its name as it was given, and its bytes. */
export async function readUpload(
  request: FastifyRequest,
  limitBytes: number,
): Promise<{ name: string; bytes: Buffer } | Refusal> {
  const noFile = refuse('request_malformed', { issues: [{ path: 'file', message: 'one file as multipart/form-data' }] })
  if (!request.isMultipart()) return refuse('media_type_unsupported', {})
  try {
    const part = await request.file({ limits: { fileSize: limitBytes } })
    if (part?.fieldname !== 'file') return noFile
    return { name: part.filename, bytes: await part.toBuffer() }
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    if (code === 'FST_REQ_FILE_TOO_LARGE') return refuse('file_too_large', { limitBytes })
    // All else that reading can fail with lies in what was sent: cut off, or no multipart at all.
    return noFile
  }
}
