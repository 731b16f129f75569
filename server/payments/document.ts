import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** The reply is a file under this name, sent while it is written. */
export function asFile(reply: FastifyReply, type: string, name: string, file: Readable): Readable {
  reply.type(type).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
  return file
}
